"""The words of which benchmark glossaries are made: enough for 80,000 different terms."""

from typing import Final

KINDS: Final = """abyssal alpine arid autumnal bare basal blind braided brackish broad calm
capped cemented clear coarse coastal cold deep dense dry eastern eroded even exposed faint fertile
fine flooded fluvial folded fresh frozen glacial granular gravelly hanging high hollow humid icy
inland inner karstic late layered littoral loamy lower lunar maritime massive mild mixed mobile
mossy mountainous muddy narrow northern open outer pale perennial polar porous quiet radial rapid
raised remote riparian rocky saline sandy saturated seasonal shallow sheltered silent silty sloping
slow southern sparse stable steep stony submerged tidal tropical upland upper warm western wide
windward wooded young""".split()
THINGS: Final = """aquifer basin bay beach bedrock boulder canyon cape cavern channel clay cliff
cloud coast crater creek crust current delta desert dune estuary fault fen field floe floodplain
fog ford forest fracture front geyser glacier gorge gravel groundwater gulf hail harbour headland
heath hill horizon ice inlet island lagoon lake lava ledge limestone loam marsh meadow meander mire
monsoon moraine mudflat oasis outcrop peat peninsula plain plateau pond rain rapids reef ridge rift
river rock runoff salt sand savanna scree sediment shale shelf shore silt snow soil spring squall
steppe storm strait stream summit swamp terrace thaw tide tundra valley vent volcano watershed wave
wetland wind""".split()
ASPECTS: Final = """abrasion accretion advance age alignment balance boundary budget bulletin
capacity catalogue census chart circulation classification code colour core correction count cover
crossing curve cycle datum decline density depth deposit discharge drift erosion estimate exchange
exposure flow formation gauge gradient growth index inventory law level limit line map margin mass
model monitoring movement observation offset pattern period phase plot pressure profile range rate
ratio record recovery regime register response retreat rule sample scale section sequence series
shift slope stage station storage strength survey table temperature threshold trace transfer trend
turnover unit variation velocity volume yield zone""".split()
TOPICS: Final = """air climate coasts dating deserts fieldwork fossils ground groundwater hazards
ice instruments islands lakes landforms mapping measuring minerals models mountains oceans plants
rivers rocks sampling seasons sediments soils standards statistics storms streams tides volcanoes
water waves weather wetlands winds winters""".split()
ACTS: Final = """alters carries covers crosses divides drains feeds fills follows forms governs holds
limits lowers marks meets moves protects raises records reshapes reveals separates shapes slows
supports surrounds traps warms weakens""".split()
DOINGS: Final = """adjust average chart check compare count date describe draw estimate explain
follow forecast group log map measure name observe plot predict rank read record report sample
sketch sort trace weigh""".split()
WHO: Final = """authors beginners divers engineers foresters geologists hikers hydrologists
mapmakers meteorologists observers pilots planners rangers sailors students surveyors
teachers""".split()
HOW: Final = """also always commonly directly formally gladly loosely mainly mostly often rarely
sometimes still usually""".split()

DEFINITIONS: Final = (
    (
        "The {aspect} of a {kind} {thing}, as {who} {how} {do} it, from the first {thing2} of a year "
        "to the point at which a {kind2} {thing3} {acts} it"
    ),
    (
        "A {kind} {thing} that {acts} the {thing2} below it, so that {who} can {do} its {aspect} "
        "without a visit to the {kind2} {thing3} nearby"
    ),
    (
        "Any {aspect} by which a {thing} {acts} a {kind} {thing2}, {how} given as a share of the whole "
        "{thing3} that {who} are able to {do}"
    ),
    (
        "What {who} {how} call the {kind} part of a {thing}: the {aspect} that remains when a {kind2} "
        "{thing2} no longer {acts} the {thing3} around it"
    ),
    (
        "A way to {do} the {aspect} of a {kind} {thing} before a {thing2} {acts} it, agreed on by "
        "{who} who work on the same {kind2} {thing3}"
    ),
)
SENTENCES: Final = (
    "A {kind} {thing} {acts} the {thing2} long before {who} can {do} its {aspect}.",
    "{Who} {how} {do} the {aspect} twice, once at the {thing} and once at the {kind} {thing2}.",
    "Where the {thing} is {kind}, its {aspect} tells little about the {thing2} behind it.",
    "Old charts give one {aspect} for every {thing}, which is {how} too coarse for a {kind} one.",
    "The {aspect} is *not* a property of the {thing} alone, since each {thing2} {acts} it too.",
    "In a {kind} year the {thing} {acts} the {thing2}, and {who} {do} it again in spring.",
    "No {aspect} holds for ever: a {kind} {thing} of today was a {thing2} not so long ago.",
    "It takes a **{kind} {thing}** and some patience to {do} the {aspect} well.",
    "{Who} who {do} only the {aspect} miss what a {kind} {thing} does to the {thing2}.",
    "The value is written as `{thing}-{aspect}` in most {kind} records, and as a number elsewhere.",
    "If the {thing} {acts} nothing at all, {who} {how} leave its {aspect} out of the report.",
    "Three visits to the {kind} {thing} are enough to {do} how its {aspect} changes.",
)
LINKED: Final = (
    "It is {how} read beside {term}, which {acts} the same {thing}.",
    "Unlike {term}, it says nothing about the {kind} {thing} upstream.",
    "{Who} {do} it together with {term} wherever a {thing} {acts} the {thing2}.",
    "The idea comes from {term}, where a {kind} {thing} was first told from a {thing2}.",
    "Once {term} is known, the {aspect} of a {thing} follows within a {kind} margin.",
    "Textbooks put it before {term}, since a {kind} {thing} is easier to {do} than a {thing2}.",
)
ITEMS: Final = (
    "a {kind} {thing} and its {aspect}",
    "the {aspect} that {who} {do} in a {kind} year",
    "**{thing}**: what {acts} the {kind} {thing2}",
)
