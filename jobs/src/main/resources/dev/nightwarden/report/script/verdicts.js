// ---- verdicts: a page writes nothing; it composes a command of an id and of fixed words

const SCOPES = { benign: ["value", "event", "value-for-peers", "actor"], malicious: [], unsure: [] };

/** Lets a person choose what the command below an alert says. */
function composed(row) {
  const id = row.dataset.alert;
  const command = row.querySelector("code.verdict-command");
  if (!/^[0-9a-f]{32}$/.test(id) || command === null) {
    return;
  }
  const options = (words) => words.map((word) => el("option", { value: word }, word));
  const opinion = el("select", { "aria-label": "Verdict" }, ...options(Object.keys(SCOPES)));
  const scope = el("select", { "aria-label": "What it covers" }, ...options(SCOPES.benign));
  const tell = () => {
    const isWide = SCOPES[opinion.value].length > 0;
    scope.hidden = !isWide;
    const words = ["nightwarden verdict", id, opinion.value];
    if (isWide && scope.value !== SCOPES.benign[0]) {
      words.push("--scope", scope.value);
    }
    command.textContent = words.join(" ");
  };
  opinion.addEventListener("change", tell);
  scope.addEventListener("change", tell);
  command.after(" ", el("span", { class: "verdict-words" }, opinion, " ", scope));
}

document.querySelectorAll("#alerts tr[data-alert]").forEach(composed);
