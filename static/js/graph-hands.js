// What only a reader needs who reaches for the graph; it is loaded when one does.

import { listenToField } from "./graph-find.js";
import { listenToKeys } from "./graph-keys.js";
import { showPanel } from "./graph-panel.js";
import { listenToPointer } from "./graph-pointer.js";

export function take(view) {
  listenToPointer(view.canvas, view);
  listenToKeys(view.canvas, view);
  listenToField(view, view);
  view.tell = () => showPanel(view, view);
  view.dataset.used = "";
}
