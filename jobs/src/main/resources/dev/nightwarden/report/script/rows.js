// Events by actor and flags: which rows are shown, and in what order.

const ACTORS_A_PAGE = 50;
const EVENTS_A_PAGE = 20;
const RECORDS_A_PAGE = 20;
const REASONS = 3;

const table = byId("events");
const actors = [...table.tBodies].map((body, order) => {
  const list = body.querySelector("ol.events");
  const why = body.querySelector(".reasons");
  const one = {
    body,
    order,
    list,
    why,
    name: body.querySelector("th .v").textContent,
    events: [],
    first: { reasons: [...why.children], more: why.nextElementSibling },
  };
  one.events = [...list.children].map((item) => eventOf(one, item));
  return one;
});
const events = actors.flatMap((one) => one.events);
const flags = [...document.querySelectorAll("#flag-list > .flag")].map((card) => ({
  card,
  severity: card.querySelector(".severity").textContent,
  words: searchable(card.querySelectorAll("h3 .v, :scope > p .v")),
  records: [...card.querySelectorAll(".records-table > tbody > tr")].map((row) => ({ row })),
  body: card.querySelector(".records-table > tbody"),
}));

function eventOf(one, item) {
  const mark = item.querySelector(".severity");
  return {
    item,
    one,
    mark,
    severity: mark.textContent,
    rank: SEVERITIES.indexOf(mark.textContent),
    score: Number(item.dataset.score),
    millis: Date.parse(item.dataset.time),
    reasons: [...item.querySelectorAll(".reasons > li")],
  };
}

function searchable(elements, ...others) {
  return [...[...elements].map((element) => element.textContent), ...others]
    .filter((text) => text)
    .join("\n")
    .toLowerCase();
}

/** The texts in which a row is looked for, read when somebody first looks. */
const wordsOfEvent = (event) =>
  (event.words ??= searchable(
    event.item.querySelectorAll("dd, .reasons .v"),
    event.one.body.dataset.actor,
    event.one.body.dataset.profile,
    ...event.reasons.flatMap(({ dataset }) => [dataset.value, dataset.field, dataset.detector])));
const wordsOfRecord = (record) =>
  (record.words ??= searchable(
    record.row.querySelectorAll("dd, .reason"), record.row.dataset.actor, record.row.dataset.id));

// ---- what is wanted

const wanted = { words: [], severities: new Set(SEVERITIES), actor: "", sort: "urgency", turned: false };
const isWantedSeverity = (name) => !SEVERITIES.includes(name) || wanted.severities.has(name);
const isWantedActor = (row) => wanted.actor === "" || row.dataset.actor === wanted.actor;
const hasWords = (words) => wanted.words.every((word) => words.includes(word));
const fits = (event) =>
  isWantedSeverity(event.severity) && isWantedActor(event.one.body) &&
  (wanted.words.length === 0 || hasWords(wordsOfEvent(event)));

/** An actor by those of the events that fit; of all, as the page came. */
const group = (one, kept) => ({
  one,
  kept,
  rank: d3.max(kept, (event) => event.rank),
  score: d3.max(kept, (event) => event.score),
  millis: d3.min(kept, (event) => event.millis),
});
const keptGroups = () =>
  actors.map((one) => group(one, one.events.filter(fits))).filter(({ kept }) => kept.length > 0);

const urgency = (a, b) =>
  b.rank - a.rank || b.score - a.score || b.kept.length - a.kept.length || a.millis - b.millis ||
  a.one.order - b.one.order;
const ORDERS = {
  urgency,
  actor: (a, b) => a.one.name.localeCompare(b.one.name) || urgency(a, b),
  score: (a, b) => b.score - a.score || urgency(a, b),
  events: (a, b) => b.kept.length - a.kept.length || urgency(a, b),
  time: (a, b) => a.millis - b.millis || urgency(a, b),
};
const FALLING = new Set(["severity", "score", "events"]);

// ---- pages of rows

const nextButtons = new WeakMap();

/** Shows a page of rows, and a button for the next where there are more. */
function paged(list, rows, page, place, what) {
  nextButtons.get(list)?.remove();
  let most = page;
  const next = button("", () => {
    most += page;
    show();
    const focus = rows[most - page];
    focus.tabIndex = -1;
    focus.focus();
  });
  nextButtons.set(list, next);
  function show() {
    list.replaceChildren(...rows.slice(0, most));
    if (most < rows.length) {
      next.textContent = `Show ${number(Math.min(page, rows.length - most))} more of ${number(rows.length)} ${what}`;
      place.append(next);
    } else {
      next.remove();
    }
  }
  show();
}

// ---- 1: events by actor

let actorsShown = ACTORS_A_PAGE;

/** Lets an actor's row tell of the events that fit. */
function showActor({ one, kept }) {
  if (one.shown?.length === kept.length && one.shown.every((event, i) => event === kept[i])) {
    return;
  }
  one.shown = kept;
  const { body } = one;
  const highest = d3.greatest(kept, (event) => event.score);
  const earliest = d3.least(kept, (event) => event.millis);
  const cell = (label) => body.querySelector(`[data-label="${label}"]`);
  cell("Severity").replaceChildren(kept[0].mark.cloneNode(true));
  cell("Score").textContent = highest.item.querySelector(".num").textContent;
  cell("Events").textContent = number(kept.length);
  cell("First seen").textContent = earliest.item.querySelector(".time").textContent;
  body.querySelector("summary").textContent = count(kept.length, "event");
  showReasons(one, kept);
  paged(one.list, kept.map((event) => event.item), EVENTS_A_PAGE, one.list.parentElement, "events");
}

function showReasons(one, kept) {
  let { reasons, more } = one.first;
  if (kept.length < one.events.length) {
    const all = new Map(kept.flatMap((event) => event.reasons).map((item) => [Number(item.dataset.rank), item]));
    reasons = d3.sort(all.keys()).slice(0, REASONS).map((rank) => all.get(rank).cloneNode(true));
    more = all.size > REASONS ? el("small", {}, `and ${number(all.size - REASONS)} more`) : null;
  }
  one.why.replaceChildren(...reasons);
  one.why.nextElementSibling?.remove();
  if (more) {
    one.why.after(more);
  }
}

function showEvents() {
  const groups = keptGroups().sort(ORDERS[wanted.sort]);
  if (wanted.turned) {
    groups.reverse();
  }
  const kept = groups.flatMap((one) => one.kept);
  const visible = groups.slice(0, actorsShown);
  visible.forEach(showActor);
  table.hidden = groups.length === 0;
  table.replaceChildren(table.caption, table.tHead, ...visible.map(({ one }) => one.body));
  const line = byId("events-more");
  line.replaceChildren();
  if (groups.length > actorsShown) {
    line.append(button(`Show ${count(Math.min(ACTORS_A_PAGE, groups.length - actorsShown), "more actor")}`, () => {
      const before = actorsShown;
      actorsShown += ACTORS_A_PAGE;
      showEvents();
      table.tBodies[before]?.querySelector("summary")?.focus();
    }));
  }
  for (const heading of table.querySelectorAll("th[data-sort]")) {
    const key = heading.dataset.sort;
    const isSorted = key === wanted.sort || (key === "severity" && wanted.sort === "urgency");
    const falls = FALLING.has(key) !== wanted.turned;
    heading.setAttribute("aria-sort", isSorted ? (falls ? "descending" : "ascending") : "none");
  }
  byId("count").textContent = counted(kept, groups);
  byId("events-csv").hidden = events.length === 0;
  showWhen(kept);
}

function counted(kept, groups) {
  const left = report.malicious_events - events.length;
  const parts = [];
  if (events.length > 0) {
    parts.push(kept.length === events.length
      ? `${count(events.length, "event")} of ${count(groups.length, "actor")}.`
      : `${number(kept.length)} of ${count(events.length, "event")}, of ${count(groups.length, "actor")}.`);
    if (groups.length === 0) {
      parts.push("Nothing fits; clear the search, or choose another severity or actor.");
    }
  }
  if (left > 0) {
    parts.push(`${count(left, "less urgent event")} ${left === 1 ? "is" : "are"} not on this page; the table malicious_events has all.`);
  }
  return parts.join(" ");
}

const byUrgency = (a, b) =>
  b.rank - a.rank || b.score - a.score || a.millis - b.millis || (a.item.dataset.id < b.item.dataset.id ? -1 : 1);

byId("events-csv").addEventListener("click", () => {
  download(
    fileName("events"),
    ["event_id", "message_id", "transport", "profile", "actor", "event_time", "event_severity", "detector", "field", "value", "score", "severity", "reason", "investigation_id"],
    events.filter(fits).sort(byUrgency).flatMap(({ item, one, severity, reasons }) => {
      const message = valuesOf(item.querySelector("dl.message-fields"));
      return reasons.map((reason) => [
        held(item, "id"), message.get("message_id"), message.get("transport"), held(one.body, "profile"),
        held(one.body, "actor"), item.dataset.time, severity, held(reason, "detector"), held(reason, "field"),
        held(reason, "value"), Number(reason.dataset.score), held(reason, "severity"),
        textOf(reason.firstElementChild), held(item, "investigation"),
      ]);
    }));
});

// ---- 3: flags

function showFlags() {
  if (flags.length === 0) {
    return;
  }
  const cards = [];
  for (const flag of flags) {
    const isNamed = wanted.words.length > 0 && hasWords(flag.words);
    flag.kept = flag.records
      .filter(({ row }) => isWantedActor(row))
      .filter((record) => isNamed || wanted.words.length === 0 || hasWords(wordsOfRecord(record)))
      .map(({ row }) => row);
    const isFiltered = wanted.actor !== "" || (wanted.words.length > 0 && !isNamed);
    if (isWantedSeverity(flag.severity) && (!isFiltered || flag.kept.length > 0)) {
      cards.push(flag.card);
      if (flag.body) {
        paged(flag.body, flag.kept, RECORDS_A_PAGE, flag.card.querySelector(".records"), "records");
      }
    }
  }
  const left = flags.length - cards.length;
  byId("flag-list").replaceChildren(
    ...cards,
    ...(left > 0 ? [el("p", { class: "empty" }, `${count(left, "flag")} with nothing that fits what you look for.`)] : []));
}

for (const flag of flags) {
  for (const made of flag.card.querySelectorAll(".buttons button")) {
    const { form } = made.dataset;
    const what = form === "data" ? "records" : "features";
    made.addEventListener("click", () =>
      downloadRecords(fileName("flag", held(flag.card, "name"), what), flag.kept, form));
  }
}

// ---- filters

const search = byId("search");
const actorChoice = byId("actor");
const sort = byId("sort");
const boxes = [...byId("severities").querySelectorAll("input")];

function filter() {
  wanted.words = search.value.toLowerCase().split(/\s+/).filter((word) => word);
  wanted.severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  wanted.actor = actorChoice.value;
  actorsShown = ACTORS_A_PAGE;
  showEvents();
  showFlags();
}

let typing;
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(filter, 120);
});
boxes.forEach((box) => box.addEventListener("change", filter));
actorChoice.addEventListener("change", filter);
sort.addEventListener("change", () => {
  wanted.sort = sort.value;
  wanted.turned = false;
  showEvents();
});
byId("clear").addEventListener("click", () => {
  search.value = "";
  actorChoice.value = "";
  boxes.forEach((box) => (box.checked = true));
  wanted.sort = sort.value = "urgency";
  wanted.turned = false;
  filter();
  search.focus();
});
for (const heading of table.querySelectorAll("th[data-sort]")) {
  const turn = el("button", { type: "button" }, heading.textContent);
  turn.addEventListener("click", () => {
    const key = heading.dataset.sort === "severity" ? "urgency" : heading.dataset.sort;
    wanted.turned = wanted.sort === key && !wanted.turned;
    wanted.sort = sort.value = key;
    showEvents();
  });
  heading.replaceChildren(turn);
}
