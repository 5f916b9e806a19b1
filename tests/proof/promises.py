"""What we promise, and the tests that prove it: the rows of docs/trust.md."""

from typing import Final

from msgspec import Struct


class Promise(Struct, frozen=True):
    """One promise."""

    section: str
    """The heading it stands below."""
    says: str
    """One sentence, in Markdown."""
    unit: str
    """What is counted, in the plural."""
    tests: tuple[str, ...]
    """Paths of test files below the repository, or of single tests in them (`file::name`)."""


_HOSTILE: Final = "Content cannot do harm"
_READERS: Final = "Readers are safe"
_PUBLISHING: Final = "A site is published whole or not at all"
_SAME: Final = "The same input gives the same bytes"
_MISTAKES: Final = "Every mistake is told"
_SERVER: Final = "The development server"
_PROGRAM: Final = "The program itself"

PROMISES: Final = (
    Promise(
        _HOSTILE,
        "A hostile body or field is shown as text: no element, attribute or address that could act",
        "cases",
        ("tests/hostile/test_xss.py",),
    ),
    Promise(
        _HOSTILE,
        "In a real browser, clicked and hovered over everywhere, it runs no script and sends no request",
        "pages",
        ("tests/hostile/test_browser.py",),
    ),
    Promise(
        _HOSTILE,
        "Malformed and hostile front matter is refused at its line, or means what was typed",
        "cases",
        ("tests/hostile/test_frontmatter.py",),
    ),
    Promise(
        _HOSTILE,
        "So are tables and their descriptions, and no downloaded table holds a formula",
        "cases",
        ("tests/hostile/test_data.py",),
    ),
    Promise(
        _HOSTILE,
        "So are pictures, whatever their names say",
        "cases",
        ("tests/hostile/test_images.py",),
    ),
    Promise(
        _HOSTILE,
        "A mistake in a template is told with its line, and one without end is ended",
        "cases",
        ("tests/hostile/test_templates.py",),
    ),
    Promise(
        _HOSTILE,
        "Imported tables and archives leave their folder nowhere, and what they hold is text",
        "cases",
        ("tests/importing/test_archives.py", "tests/importing/test_csv.py"),
    ),
    Promise(
        _HOSTILE,
        "A body that makes parsers slow, deep or large is built or refused in time",
        "inputs",
        ("tests/hostile/test_slow.py",),
    ),
    Promise(
        _HOSTILE,
        "No link, pipe, socket or device is read, and no file over its limit",
        "cases",
        ("tests/content/test_files.py",),
    ),
    Promise(
        _HOSTILE,
        "Fifty-nine file systems full of links, pipes, devices, odd names and collisions are refused by name or do no harm",
        "sites",
        ("tests/hostile/test_file_system.py",),
    ),
    Promise(
        _HOSTILE,
        "Whatever stands in the files, a build asks the system for nothing but its own files and git",
        "requests to the system",
        ("tests/hostile/test_ways_out.py",),
    ),
    Promise(
        _HOSTILE,
        "Whatever a fuzzer or chance makes of them, readers of front matter, YAML, bodies, figures, tables, pictures and imports end with a value or a finding",
        "inputs",
        ("tests/fuzzing/test_fuzzing.py",),
    ),
    Promise(
        _HOSTILE,
        "A term changes another page only where that page shows a link to it",
        "properties",
        (
            "tests/properties/test_any_glossary.py::test_a_term_changes_other_pages_only_where_they_show_a_link_to_it",
        ),
    ),
    Promise(
        _HOSTILE,
        "Any title is shown as it was typed, and does nothing",
        "properties",
        (
            "tests/properties/test_any_glossary.py::test_any_title_is_shown_as_it_was_typed_and_does_nothing",
        ),
    ),
    Promise(
        _HOSTILE,
        "`check --content-only` names exactly what of a change is no content",
        "changes",
        ("tests/content_only/test_content_only.py",),
    ),
    Promise(
        _READERS,
        "Where something got past all filters, the policy stops it: no script runs and no request leaves, with and without headers",
        "breaches",
        ("tests/policy/test_breaches.py",),
    ),
    Promise(
        _READERS,
        "No script of ours makes HTML or code of a string",
        "scripts",
        ("tests/policy/test_scripts.py",),
    ),
    Promise(
        _READERS,
        "No page loads anything from elsewhere, or has inline script or style; every address leads somewhere",
        "checks",
        ("tests/whole/test_links.py",),
    ),
    Promise(
        _READERS,
        "So it is for any glossary; every page, feed and record is well formed, and no two files are one on any system",
        "properties",
        (
            "tests/properties/test_any_glossary.py::test_every_address_of_any_site_leads_to_one_file",
            "tests/properties/test_any_glossary.py::test_every_output_of_any_site_is_well_formed",
            "tests/properties/test_any_glossary.py::test_no_two_outputs_are_one_file_anywhere",
        ),
    ),
    Promise(
        _PUBLISHING,
        "A kill at a system call of publishing leaves the old site or the new one, and the next build needs no help",
        "kills",
        (
            "tests/store/test_output_sweep.py::test_a_kill_at_any_moment_leaves_the_old_site_or_the_new_one",
            "tests/store/test_standby_sweep.py::test_a_kill_at_any_moment_leaves_a_site_that_can_be_built_upon",
            "tests/store/test_standby_sweep.py::test_a_kill_at_any_moment_of_a_direct_publication_is_mended",
        ),
    ),
    Promise(
        _PUBLISHING,
        "Where two folders cannot be exchanged, a kill may leave no site, never a mixture, and the next build heals it",
        "kills",
        (
            "tests/store/test_output_sweep.py::test_without_an_exchange_a_kill_may_leave_no_site_but_never_a_mixture",
        ),
    ),
    Promise(
        _PUBLISHING,
        "An error of any call (no space, no quota, no more files, an input or output error, a read-only disk) ends in a sentence",
        "errors",
        (
            "tests/store/test_output_sweep.py::test_an_error_of_any_call_ends_in_a_sentence",
            "tests/store/test_standby_sweep.py::test_an_error_of_any_call_ends_in_a_sentence",
            "tests/store/test_output_faults.py",
        ),
    ),
    Promise(
        _PUBLISHING,
        "All content is on the disk before the exchange, and the exchange before anything is deleted",
        "traces",
        (
            "tests/store/test_output_sweep.py::test_everything_is_on_the_disk_before_the_exchange_and_the_exchange_before_the_deletion",
        ),
    ),
    Promise(
        _PUBLISHING,
        "Ctrl-C, SIGTERM and SIGKILL at any call of the whole command leave a whole site, no worker, and a next build that needs no help",
        "signals",
        ("tests/faults/test_signals.py",),
    ),
    Promise(
        _PUBLISHING,
        "Closed and full streams, missing homes, odd locales, low limits and wrong clocks are no bugs",
        "surroundings",
        ("tests/faults/test_streams.py",),
    ),
    Promise(
        _PUBLISHING,
        "A folder that is not ours, or holds a file that is not, is refused and stays as it was",
        "cases",
        ("tests/store/test_output_refused.py", "tests/store/test_tampering.py"),
    ),
    Promise(
        _PUBLISHING,
        "Two builds at once never mix",
        "cases",
        (
            "tests/store/test_output_lock.py",
            "tests/whole/test_cache.py::test_two_builds_at_once_both_end_well",
        ),
    ),
    Promise(
        _PUBLISHING,
        "With an error nothing is written",
        "cases",
        (
            "tests/whole/test_publishing.py::test_with_an_error_the_published_site_stays",
            "tests/whole/test_publishing.py::test_with_an_error_no_first_site_appears",
        ),
    ),
    Promise(
        _SAME,
        "After any edits an incremental build is the clean one, byte for byte",
        "sequences",
        ("tests/properties/test_incremental.py", "tests/store/test_any_sequence.py"),
    ),
    Promise(
        _SAME,
        "Whatever a page shows counts for whether it is made again",
        "changes",
        ("tests/cache/test_ingredients.py",),
    ),
    Promise(
        _SAME,
        "A cache that is cut, flipped, swapped, forged, old or somebody else's changes nothing",
        "damages",
        ("tests/cache/test_damage.py", "tests/cache/test_shelves.py", "tests/cache/test_key.py"),
    ),
    Promise(
        _SAME,
        "Path, user, umask, locale, time zone, hash seed, order of listings, jobs and version of Python do not show",
        "builds",
        (
            "tests/whole/test_determinism.py",
            "tests/properties/test_any_glossary.py::test_neither_the_order_of_files_nor_the_number_of_workers_shows",
        ),
    ),
    Promise(
        _MISTAKES,
        "Any bytes make a term or a finding in their file",
        "runs",
        ("tests/properties/test_any_bytes.py",),
    ),
    Promise(
        _MISTAKES,
        "Each place that is told is the right one, whatever stands before it",
        "runs",
        ("tests/properties/test_lines.py",),
    ),
    Promise(
        _MISTAKES,
        "Twenty planted mistakes are twenty findings, in every format",
        "runs",
        ("tests/whole/test_pull_request.py",),
    ),
    Promise(
        _MISTAKES,
        "A check and a build say the same",
        "properties",
        ("tests/properties/test_any_glossary.py::test_a_check_and_a_build_say_the_same",),
    ),
    Promise(
        _MISTAKES,
        "Links and backlinks agree, every name is found in any spelling, and links made of prose are the longest and whole",
        "properties",
        (
            "tests/properties/test_graph.py",
            "tests/properties/test_names.py",
            "tests/properties/test_autolink.py",
        ),
    ),
    Promise(
        _MISTAKES,
        "Two revisions that are the same have no differences, and each difference has its mirror",
        "comparisons",
        ("tests/comparing/test_diff.py",),
    ),
    Promise(
        _SERVER,
        "It answers only itself: no foreign host name, no foreign page, nothing but the site",
        "cases",
        (
            "tests/serve/test_guard.py",
            "tests/serve/test_pages.py",
            "tests/serve/test_rebinding.py",
        ),
    ),
    Promise(
        _SERVER,
        "Broken, slow, endless and idle requests take no more than their share",
        "requests",
        ("tests/serve/test_wire.py",),
    ),
    Promise(
        _SERVER,
        "It follows its sources through every mistake and every way of saving",
        "cases",
        ("tests/serve/test_running.py", "tests/serve/test_real.py", "tests/serve/test_watch.py"),
    ),
    Promise(
        _PROGRAM,
        "A worker that crashes, hangs or is killed costs one item, which is named",
        "crashes",
        ("tests/hostile/test_workers.py",),
    ),
    Promise(
        _PROGRAM,
        "Every file that is installed is known by its digest, none has a known hole, and two builds of wheel and sources are the same bytes",
        "checks",
        ("tests/supply/test_supply.py",),
    ),
    Promise(
        _PROGRAM,
        "Who may read, write, start a program or look at a clock stands in a list, with the reason",
        "rules",
        ("tests/test_architecture.py",),
    ),
)
