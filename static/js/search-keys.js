// The keys of the search field.

// Gives what a key does, by the panel's state; nothing if the key is the field's own.
export function press(panel, event) {
  const isOpen = !panel.panel.hidden && panel.options.length > 0;
  const last = panel.options.length - 1;
  const move = (at) => {
    event.preventDefault();
    panel.isMoved = true;
    panel.point(at);
  };
  const steps = {
    ArrowDown: () => (isOpen ? move(panel.active >= last ? 0 : panel.active + 1) : open(panel, event)),
    ArrowUp: () => (isOpen ? move(panel.active <= 0 ? last : panel.active - 1) : open(panel, event)),
    Home: () => isOpen && panel.isMoved && move(0),
    End: () => isOpen && panel.isMoved && move(last),
    ArrowLeft: () => (panel.isMoved = false),
    ArrowRight: () => (panel.isMoved = false),
    Enter: () => enter(panel, event),
    Escape: () => escape(panel, event),
  };
  steps[event.key]?.();
}

function open(panel, event) {
  event.preventDefault();
  panel.ask();
}

// Opens what is chosen; while the search is under way, what will be first.
function enter(panel, event) {
  event.preventDefault();
  const chosen = panel.options[panel.active];
  const isNewTab = event.ctrlKey || event.metaKey;
  if (panel.isWaiting || panel.panel.hidden || !chosen) {
    panel.opens = !isNewTab;
    if (!panel.isWaiting) panel.ask();
  } else if (isNewTab) {
    window.open(chosen.href, "_blank", "noopener");
  } else {
    chosen.click();
  }
}

function escape(panel, event) {
  event.preventDefault();
  if (panel.panel.hidden) panel.input.value = "";
  panel.close();
}
