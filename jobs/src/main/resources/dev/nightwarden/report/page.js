"use strict";
(() => {
  /** Numbers as they stand; one that a script cannot hold to the last digit as its text. */
  const exact = (name, value, context) =>
    Number.isInteger(value) && !Number.isSafeInteger(value) && context ? context.source : value;
  const report = JSON.parse(document.getElementById("data").textContent, exact);
  const SEVERITIES = ["low", "medium", "high"];
  const ACTORS_A_PAGE = 50;
  const EVENTS_A_PAGE = 20;
  const RECORDS_A_PAGE = 20;
  const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;
  root.classList.add("js");

  // ---- text: everything from the logs goes through here, and only ever becomes text.

  /** A text with whatever hides in it shown. */
  const shown = (text) => String(text).replace(UNSEEN, "\uFFFD");
  const number = (n) => Number(n).toLocaleString("en-US");
  const count = (n, what) => `${number(n)} ${what}${n === 1 ? "" : "s"}`;
  const score = (s) => s.toFixed(2);
  const percent = (share) => `${Math.round(100 * share)}%`;
  const time = (iso) => (iso ? iso.slice(0, 19).replace("T", " ") : "");
  /** Without the date where there is but one. */
  const shortTime = (iso) => (report.from === report.to ? time(iso).slice(11) : time(iso));
  const nameOf = (actor) => actor || "nobody (no actor named)";

  /** An element; children are elements or texts, and texts stay texts. */
  function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== false) {
        element.setAttribute(name, value === true ? "" : value);
      }
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  const value = (text) => el("bdi", { class: "v" }, shown(text));

  /** A name, or a path of names, which may be broken after its separators. */
  const named = (text) =>
    el("bdi", { class: "v" },
      ...shown(text).split(/(?<=[.@_\-/\\:])(?![.@_\-/\\:]|$)/u)
        .flatMap((part, i) => (i === 0 ? [part] : [el("wbr"), part])));

  const severity = (name) => {
    const known = SEVERITIES.includes(name) ? name : "unknown";
    return el("span", { class: `severity ${known}` }, known);
  };

  /** The values of a record by dotted path, as texts; null is a missing one. */
  function byField(record, path = "", depth = 0, found = []) {
    if (record !== null && typeof record === "object" && !Array.isArray(record) && depth < 20 && (depth === 0 || Object.keys(record).length > 0)) {
      for (const [name, inner] of Object.entries(record)) {
        byField(inner, depth === 0 ? name : `${path}.${name}`, depth + 1, found);
      }
    } else if (depth > 0) {
      found.push([path, record === null ? null : typeof record === "object" ? JSON.stringify(record) : String(record)]);
    }
    return found;
  }

  function fields(title, values) {
    const entries = byField(values);
    if (entries.length === 0) {
      return [];
    }
    const list = el("dl");
    for (const [name, text] of entries) {
      list.append(
        el("dt", {}, named(name)),
        el("dd", {}, text === null ? el("i", {}, "missing") : value(text)));
    }
    return [el("h5", {}, title), list];
  }

  // ---- files for download, made here of the data in this page.

  const FORMULA = /^'*([\t\r\n]|['\p{Z}\p{C}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u;
  const NEGATIVE_NUMBER = /^-\d+(\.\d+)?([eE][+-]?\d+)?$/;

  /** A cell of a CSV file; an apostrophe goes in front of what a spreadsheet would run. */
  function cell(content) {
    if (content === null || content === undefined) {
      return "";
    }
    let text = String(content);
    if (text === "") {
      return '""';
    }
    if (!NEGATIVE_NUMBER.test(text) && FORMULA.test(text)) {
      text = `'${text}`;
    }
    return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function download(name, columns, rows) {
    const lines = [columns, ...rows].map((row) => row.map(cell).join(","));
    const file = new Blob([lines.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" });
    const link = el("a", { href: URL.createObjectURL(file), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  const dates = report.from === report.to ? report.from : `${report.from}--${report.to}`;
  const fileName = (...parts) =>
    [...parts, dates].map((part) => part.replace(/[^\p{L}\p{N}_.-]+/gu, "-").slice(0, 60)).join("-") + ".csv";

  /** Records as rows, with a column for each field that any of them has. */
  function downloadRecords(name, records, form, extra = {}) {
    const values = records.map((record) => new Map(byField(record[form])));
    const names = [...new Set(values.flatMap((of) => [...of.keys()]))];
    download(
      name,
      [...Object.keys(extra), "message_id", "event_time", "actor", "reason", ...names],
      records.map((record, i) => [
        ...Object.values(extra).map((of) => of(i)),
        record.message_id,
        record.event_time,
        record.actor,
        record.reason,
        ...names.map((field) => values[i].get(field)),
      ]));
  }

  const button = (label, act, attributes = {}) => {
    const made = el("button", { type: "button", class: "quiet", ...attributes }, label);
    made.addEventListener("click", act);
    return made;
  };

  // ---- light and dark

  const theme = byId("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  let stored = null;
  try {
    stored = localStorage.getItem("nightwarden-theme");
  } catch {
    // A browser may keep nothing for files.
  }
  function setTheme(name) {
    if (name === "dark" || name === "light") {
      root.dataset.theme = name;
    }
    const isDark = (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
    theme.textContent = isDark ? "Light" : "Dark";
    theme.setAttribute("aria-label", isDark ? "Use light colours" : "Use dark colours");
    document.dispatchEvent(new Event("theme"));
  }
  theme.addEventListener("click", () => {
    const isDark = (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
    setTheme(isDark ? "light" : "dark");
    try {
      localStorage.setItem("nightwarden-theme", root.dataset.theme);
    } catch {
      // It holds until the page is left.
    }
  });
  system.addEventListener("change", () => setTheme(null));
  setTheme(stored);

  // ---- the section one is in

  const links = [...document.querySelectorAll("nav a")];
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((one) => one.isIntersecting)) {
        for (const link of links) {
          if (link.hash === `#${entry.target.id}`) {
            link.setAttribute("aria-current", "true");
          } else {
            link.removeAttribute("aria-current");
          }
        }
      }
    },
    { rootMargin: "-20% 0px -75% 0px" });
  document.querySelectorAll("main > section").forEach((section) => observer.observe(section));

  // ---- 1: events by actor

  const events = report.events.map((event) => ({
    ...event,
    rank: SEVERITIES.indexOf(event.severity),
    millis: Date.parse(event.event_time),
    words: searchable([
      event.actor, event.profile, event.message_id, event.transport,
      ...event.reasons.flatMap((r) => [r.reason, r.value, r.field, r.detector]),
      ...byField(event.data).map(([, text]) => text),
    ]),
  }));

  function searchable(texts) {
    return texts.filter((text) => text !== null && text !== undefined).join("\n").toLowerCase();
  }

  const wanted = { words: [], severities: new Set(SEVERITIES), actor: "", sort: "urgency", turned: false };

  const fits = (severityName, actor, words) =>
    (!SEVERITIES.includes(severityName) || wanted.severities.has(severityName)) &&
    (wanted.actor === "" || actor === wanted.actor) &&
    wanted.words.every((word) => words.includes(word));

  const byUrgency = (a, b) =>
    b.rank - a.rank || b.score - a.score || a.millis - b.millis || (a.event_id < b.event_id ? -1 : 1);

  function suspicions(kept) {
    const byActor = d3.group(kept, (event) => JSON.stringify([event.profile, event.actor]));
    return [...byActor.values()].map((list) => {
      list.sort(byUrgency);
      const reasons = new Map();
      for (const event of list) {
        for (const reason of event.reasons) {
          if (!reasons.has(reason.reason)) {
            reasons.set(reason.reason, reason);
          }
        }
      }
      return {
        profile: list[0].profile,
        actor: list[0].actor,
        severity: list[0].severity,
        rank: list[0].rank,
        score: d3.max(list, (event) => event.score),
        millis: d3.min(list, (event) => event.millis),
        first: list.reduce((a, b) => (b.millis < a.millis ? b : a)).event_time,
        events: list,
        reasons: [...reasons.values()].sort((a, b) => b.score - a.score),
      };
    });
  }

  const urgency = (a, b) =>
    b.rank - a.rank || b.score - a.score || b.events.length - a.events.length || a.millis - b.millis;
  const ORDERS = {
    urgency,
    severity: urgency,
    actor: (a, b) => nameOf(a.actor).localeCompare(nameOf(b.actor)) || urgency(a, b),
    score: (a, b) => b.score - a.score || urgency(a, b),
    events: (a, b) => b.events.length - a.events.length || urgency(a, b),
    time: (a, b) => a.millis - b.millis || urgency(a, b),
  };
  const FALLING = new Set(["severity", "score", "events"]);

  const table = byId("events");
  let actorsShown = ACTORS_A_PAGE;

  function reasonList(reasons, most) {
    const list = el("ul", { class: "reasons" });
    for (const reason of reasons.slice(0, most)) {
      list.append(el("li", {}, value(reason.reason || reason.field || "")));
    }
    return list;
  }

  function eventItem(event) {
    const item = el("li", {},
      el("p", { class: "event-head" },
        el("span", { class: "time" }, shortTime(event.event_time)),
        severity(event.severity),
        el("span", { class: "num" }, score(event.score))),
      reasonList(event.reasons, 20));
    if (event.data || event.message_id) {
      const details = el("details", {}, el("summary", {}, "The record"));
      details.addEventListener("toggle", () => {
        if (details.children.length === 1) {
          details.append(
            ...fields("The message", { message_id: event.message_id, transport: event.transport, profile: event.profile }),
            ...fields("As it was logged", event.data));
        }
      });
      item.append(details);
    }
    return item;
  }

  function actorRows(one) {
    const cellOf = (label, attributes, ...content) =>
      el("td", { role: "cell", "data-label": label, ...attributes }, ...content);
    const why = cellOf("Why", {}, reasonList(one.reasons, 3));
    if (one.reasons.length > 3) {
      why.append(el("small", {}, `and ${number(one.reasons.length - 3)} more`));
    }
    const details = el("details", {}, el("summary", {}, count(one.events.length, "event")));
    details.addEventListener("toggle", () => {
      if (details.children.length === 1) {
        const list = el("ol", { class: "events" });
        details.append(list);
        more(list, one.events, EVENTS_A_PAGE, eventItem, details, "events");
      }
    });
    return el("tbody", { role: "rowgroup" },
      el("tr", { role: "row" },
        cellOf("Severity", {}, severity(one.severity)),
        el("th", { role: "rowheader", scope: "row", "data-label": "Actor" },
          named(nameOf(one.actor)), " ", el("small", {}, value(one.profile || ""))),
        cellOf("Score", { class: "num" }, score(one.score)),
        cellOf("Events", { class: "num" }, number(one.events.length)),
        cellOf("First seen", { class: "time" }, shortTime(one.first)),
        why),
      el("tr", { role: "row", class: "detail" }, el("td", { role: "cell", colspan: 6 }, details)));
  }

  /** Appends a page of items, and a button for the next where there are more. */
  function more(list, items, page, make, place, what) {
    let at = 0;
    const next = button("", () => add(true));
    function add(isAsked) {
      const first = at;
      items.slice(at, at + page).forEach((item) => list.append(make(item, at++)));
      if (at < items.length) {
        next.textContent = `Show ${number(Math.min(page, items.length - at))} more of ${number(items.length)} ${what}`;
        place.append(next);
      } else {
        next.remove();
      }
      if (isAsked) {
        const focus = list.children[first];
        focus.tabIndex = -1;
        focus.focus();
      }
    }
    add(false);
  }

  function showEvents() {
    const kept = events.filter((event) => fits(event.severity, event.actor, event.words));
    const groups = suspicions(kept).sort(ORDERS[wanted.sort]);
    if (wanted.turned) {
      groups.reverse();
    }
    table.hidden = groups.length === 0;
    table.querySelectorAll("tbody").forEach((body) => body.remove());
    const line = byId("events-more");
    line.replaceChildren();
    groups.slice(0, actorsShown).forEach((group) => table.append(actorRows(group)));
    if (groups.length > actorsShown) {
      line.append(button(`Show ${number(Math.min(ACTORS_A_PAGE, groups.length - actorsShown))} more actors`, () => {
        const before = actorsShown;
        actorsShown += ACTORS_A_PAGE;
        showEvents();
        const summary = table.tBodies[before]?.querySelector("summary");
        summary?.focus();
      }));
    }
    for (const heading of table.querySelectorAll("th[data-sort]")) {
      const key = heading.dataset.sort;
      const isSorted = key === wanted.sort || (key === "severity" && wanted.sort === "urgency");
      const falls = FALLING.has(key) !== wanted.turned;
      heading.setAttribute("aria-sort", isSorted ? (falls ? "descending" : "ascending") : "none");
    }
    const all = report.totals.malicious_events;
    const parts = [];
    if (events.length > 0) {
      parts.push(kept.length === events.length
        ? `${count(events.length, "event")} of ${count(groups.length, "actor")}.`
        : `${number(kept.length)} of ${count(events.length, "event")}, of ${count(groups.length, "actor")}.`);
      if (groups.length === 0) {
        parts.push("Nothing fits; clear the search, or choose another severity or actor.");
      }
    }
    if (all > events.length) {
      parts.push(`${count(all - events.length, "less urgent event")} are not on this page; the table malicious_events has them.`);
    }
    byId("count").textContent = parts.join(" ");
    byId("events-csv").hidden = events.length === 0;
    showWhen(kept);
    return kept;
  }

  byId("events-csv").addEventListener("click", () => {
    const kept = events.filter((event) => fits(event.severity, event.actor, event.words)).sort(byUrgency);
    download(
      fileName("events"),
      ["event_id", "message_id", "transport", "profile", "actor", "event_time", "event_severity", "detector", "field", "value", "score", "severity", "reason", "investigation_id"],
      kept.flatMap((event) => event.reasons.map((reason) => [
        event.event_id, event.message_id, event.transport, event.profile, event.actor, event.event_time, event.severity,
        reason.detector, reason.field, reason.value, reason.score, reason.severity, reason.reason, event.investigation_id,
      ])));
  });

  // ---- 1: when

  const DAY = 86_400_000;
  const start = Date.parse(report.from);
  const end = Date.parse(report.to) + DAY;

  function svgIn(parent, width, height, label) {
    return d3.select(parent).append("svg")
      .attr("viewBox", `0 0 ${width} ${height}`)
      .attr("width", width).attr("height", height)
      .attr("role", "img").attr("aria-label", label);
  }

  const widthOf = (element, least, most) =>
    Math.max(least, Math.min(most, element.getBoundingClientRect().width || most));

  function showWhen(kept) {
    const figure = byId("when");
    figure.hidden = events.length === 0;
    if (figure.hidden) {
      return;
    }
    const place = figure.querySelector(".chart");
    if (report.totals.malicious_events > events.length) {
      figure.querySelector(".hint").textContent =
        `The ${number(events.length)} events on this page over its dates, by severity; ${number(report.totals.malicious_events - events.length)} others are not drawn.`;
    }
    place.replaceChildren();
    const days = Math.round((end - start) / DAY);
    const step = days <= 3 ? DAY / 24 : DAY * Math.ceil(days / 93);
    const bins = Array.from({ length: Math.ceil((end - start) / step) }, (_, i) => ({ at: start + i * step, high: 0, medium: 0, low: 0 }));
    for (const event of kept) {
      const bin = bins[Math.floor((event.millis - start) / step)];
      if (bin && event.rank >= 0) {
        bin[event.severity]++;
      }
    }
    const width = widthOf(place, 280, 1100);
    const height = 150;
    const margin = { top: 10, right: 22, bottom: 24, left: 34 };
    const most = d3.max(bins, (bin) => bin.high + bin.medium + bin.low) || 1;
    const busiest = bins.reduce((a, b) => (b.high + b.medium + b.low > a.high + a.medium + a.low ? b : a));
    const unit = step < DAY ? "an hour" : step === DAY ? "a day" : `${step / DAY} days`;
    const svg = svgIn(place, width, height,
      `Events over time. The most in ${unit}: ${number(most)}, from ${time(new Date(busiest.at).toISOString())} on.`);
    const x = d3.scaleUtc([start, start + bins.length * step], [margin.left, width - margin.right]);
    const y = d3.scaleLinear([0, most], [height - margin.bottom, margin.top]).nice(4);
    const bar = Math.max(1.5, ((width - margin.left - margin.right) / bins.length) * 0.82);
    svg.append("g").attr("transform", `translate(0,${height - margin.bottom})`)
      .call(d3.axisBottom(x).ticks(Math.max(3, width / 110)).tickSizeOuter(0).tickFormat(d3.utcFormat(step < DAY ? "%H:%M" : days > 300 ? "%b %Y" : "%-d %b")));
    svg.append("g").attr("transform", `translate(${margin.left},0)`)
      .call(d3.axisLeft(y).ticks(Math.min(4, most)).tickFormat(d3.format("d")).tickSize(-(width - margin.left - margin.right)))
      .call((axis) => axis.select(".domain").remove());
    for (const bin of bins) {
      let below = 0;
      for (const name of SEVERITIES) {
        if (bin[name] > 0) {
          svg.append("rect").attr("class", `when-${name}`)
            .attr("x", x(bin.at + step / 2) - bar / 2).attr("width", bar).attr("rx", Math.min(2, bar / 4))
            .attr("y", y(below + bin[name])).attr("height", y(below) - y(below + bin[name]))
            .append("title").text(`${time(new Date(bin.at).toISOString())}: ${number(bin[name])} ${name}`);
          below += bin[name];
        }
      }
    }
  }

  // ---- filters

  const search = byId("search");
  const actorChoice = byId("actor");
  const sort = byId("sort");
  const boxes = [...byId("severities").querySelectorAll("input")];

  const actorNames = [...new Set([
    ...suspicions(events).sort(urgency).map((one) => one.actor),
    ...report.flags.flatMap((flag) => flag.records.map((record) => record.actor)),
  ])].filter((actor) => actor);
  actorNames.sort((a, b) => a.localeCompare(b));
  actorNames.forEach((actor) => actorChoice.append(el("option", { value: actor }, shown(actor))));

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
    const label = heading.textContent;
    const turn = el("button", { type: "button" }, label);
    turn.addEventListener("click", () => {
      const key = heading.dataset.sort === "severity" ? "urgency" : heading.dataset.sort;
      wanted.turned = wanted.sort === key && !wanted.turned;
      wanted.sort = sort.value = key;
      showEvents();
    });
    heading.replaceChildren(turn);
  }

  // ---- records in tables

  function recordTable(place, records, all) {
    place.replaceChildren();
    if (records.length === 0) {
      place.append(el("p", { class: "empty" }, all === 0 ? "There are none." : "None of its records fits what you look for."));
      return;
    }
    const body = el("tbody", { role: "rowgroup" });
    const heads = ["Time", "Actor", "Record"].map((name) => el("th", { role: "columnheader", scope: "col" }, name));
    place.append(el("table", { role: "table", class: "records-table" },
      el("caption", { class: "sr" }, "Records"),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...heads)), body));
    const make = (record) => {
      const details = el("details", {}, el("summary", {}, "The record"));
      details.addEventListener("toggle", () => {
        if (details.children.length === 1) {
          details.append(...fields("As it was logged", record.data), ...fields("As features", record.features));
        }
      });
      return el("tr", { role: "row" },
        el("td", { role: "cell", class: "time", "data-label": "Time" }, time(record.event_time)),
        el("td", { role: "cell", "data-label": "Actor" }, named(record.actor || "")),
        el("td", { role: "cell", "data-label": "Record" }, record.reason ? el("p", {}, value(record.reason)) : null, details));
    };
    more(body, records, RECORDS_A_PAGE, make, place, "records");
  }

  // ---- 3: flags

  const flags = report.flags.map((flag) => ({
    ...flag,
    words: searchable([flag.name, flag.description, flag.message]),
    records: flag.records.map((record) => ({
      ...record,
      words: searchable([record.actor, record.message_id, record.reason, ...byField(record.data), ...byField(record.features)].map((part) => (Array.isArray(part) ? part[1] : part))),
    })),
  }));

  function showFlags() {
    const list = byId("flag-list");
    if (flags.length === 0) {
      return;
    }
    list.replaceChildren();
    let left = 0;
    for (const flag of flags) {
      if (SEVERITIES.includes(flag.severity) && !wanted.severities.has(flag.severity)) {
        left++;
        continue;
      }
      const isNamed = wanted.words.length > 0 && wanted.words.every((word) => flag.words.includes(word));
      const records = flag.records.filter((record) =>
        (wanted.actor === "" || record.actor === wanted.actor) &&
        (isNamed || wanted.words.every((word) => record.words.includes(word))));
      const isFiltered = wanted.actor !== "" || (wanted.words.length > 0 && !isNamed);
      if (isFiltered && records.length === 0) {
        left++;
        continue;
      }
      const buttons = el("span", { class: "buttons" });
      const title = el("h3", {}, value(flag.name || "a flag"), " ", severity(flag.severity));
      const card = el("article", { class: "card flag" }, el("div", { class: "card-head" }, title, buttons));
      if (flag.description) {
        card.append(el("p", {}, value(flag.description)));
      }
      if (flag.message) {
        card.append(el("p", { class: "message" }, value(flag.message)));
      }
      const hits = [flag.hits === 0 ? "No hits on these dates." : `${count(flag.hits, "record")}.`];
      if (flag.hits > flag.records.length) {
        hits.push(`The first ${number(flag.records.length)} are on this page; the table anomalies has them all.`);
      }
      card.append(el("p", { class: "hint" }, hits.join(" ")));
      if (flag.records.length > 0) {
        const of = flag.name || "flag";
        buttons.append(
          button("CSV, as logged", () => downloadRecords(fileName("flag", of, "records"), records, "data"), { "aria-label": `Download the records of ${shown(of)} as they were logged, as CSV` }),
          button("CSV, as features", () => downloadRecords(fileName("flag", of, "features"), records, "features"), { "aria-label": `Download the features of the records of ${shown(of)} as CSV` }));
        const place = el("div", { class: "records" });
        card.append(place);
        recordTable(place, records, flag.hits);
      }
      list.append(card);
    }
    if (left > 0) {
      list.append(el("p", { class: "empty" }, `${count(left, "flag")} with nothing that fits what you look for.`));
    }
  }

  // ---- 1: the map and the tree

  const symbols = [d3.symbolCircle, d3.symbolDiamond, d3.symbolTriangle, d3.symbolSquare, d3.symbolStar, d3.symbolWye, d3.symbolCross];
  const symbolOf = (cluster, size) => d3.symbol(symbols[cluster % symbols.length], size)();
  const colour = (cluster) => `k${cluster % 10}`;

  function clusterView(article, clusters) {
    const place = article.querySelector(".map");
    const causes = document.querySelector(`.causes[data-clustering="${article.dataset.clustering}"]`);
    const suspectClusters = new Set(clusters.groups.filter((group) => group.is_suspect).map((group) => group.cluster));
    let cut = Math.max(0, clusters.cuts.indexOf(clusters.judged));
    let redrawn = () => {};

    if (place === null) {
      // Its engine makes no clusters: there is but the table of suspects.
    } else if (clusters.points.length > 1 && clusters.cuts.length > 0) {
      const id = `cut-${article.dataset.clustering}`;
      const range = el("input", { type: "range", id, class: "cuts", min: 0, max: clusters.cuts.length - 1, step: 1, value: cut });
      range.value = cut;
      const output = el("output", { for: id });
      const note = el("span", { class: "hint" });
      place.append(el("div", { class: "control" }, el("label", {}, "Number of clusters", range), output, note));
      const legend = el("ul", { class: "legend" });
      const plot = el("div", { class: "map-plot" });
      const panel = el("div", { class: "shown", "aria-live": "polite" });
      const tree = el("div", { class: "tree chart-scroll" });
      place.append(
        el("p", { class: "hint" }, `Each mark is a record; near ones are alike. ${clusters.points.length < clusters.distinct ? `${number(clusters.points.length)} of ${number(clusters.distinct)} different records are shown, suspect ones first. ` : ""}Point at one to see it, or use the arrow keys.`),
        legend, el("div", { class: "map-grid" }, plot, panel),
        el("h4", {}, "How the clusters come together"),
        el("p", { class: "hint" }, "Read from below: the later two branches meet, the less alike they are. The dashed line cuts the tree into the clusters on the map."),
        tree);
      const map = drawMap(plot, panel, clusters, suspectClusters);
      redrawn = () => {
        const k = clusters.cuts[cut];
        output.textContent = `${k} clusters`;
        range.setAttribute("aria-valuetext", output.textContent);
        note.textContent = k === clusters.judged ? "" : `What is suspect was decided with ${clusters.judged}.`;
        legend.replaceChildren();
        const sizes = d3.rollup(clusters.points, (points) => d3.sum(points, (point) => point.count), (point) => point.clusters[cut]);
        for (let cluster = 0; cluster < k; cluster++) {
          const item = el("li", {});
          d3.select(item).append("svg").attr("width", 16).attr("height", 16).attr("aria-hidden", "true")
            .append("path").attr("class", `mark-point ${colour(cluster)}`).attr("transform", "translate(8,8)").attr("d", symbolOf(cluster, 80));
          const suspect = k === clusters.judged && suspectClusters.has(cluster);
          item.append(`${cluster === 0 ? "0, ordinary" : cluster}${suspect ? ", suspect" : ""} (${number(sizes.get(cluster) || 0)} on the map)`);
          legend.append(item);
        }
        map(cut);
        drawTree(tree, clusters, cut);
        drawDistributions(causes, clusters, cut);
      };
      range.addEventListener("input", () => {
        cut = Number(range.value);
        redrawn();
      });
      redrawn();
    } else {
      place.append(el("p", { class: "empty" }, "There are too few different records for a map."));
      drawDistributions(causes, clusters, cut);
    }
    if (causes) {
      drawSimilarity(causes.querySelector(".similarity"), clusters);
    }

    const suspects = clusters.suspects.map((suspect) => suspect.record);
    if (suspects.length > 0) {
      const extra = { cluster: (i) => clusters.suspects[i].cluster, score: (i) => clusters.suspects[i].score };
      article.querySelector(".buttons").append(
        button("CSV, as logged", () => downloadRecords(fileName("suspects", clusters.name || "", "records"), suspects, "data", extra), { class: "quiet suspects-original", "aria-label": "Download the suspect records as they were logged, as CSV" }),
        button("CSV, as features", () => downloadRecords(fileName("suspects", clusters.name || "", "features"), suspects, "features", extra), { class: "quiet suspects-features", "aria-label": "Download the features of the suspect records as CSV" }));
      const scored = suspects.map((record, i) => ({
        ...record,
        reason: record.reason || `Cluster ${clusters.suspects[i].cluster}, score ${score(clusters.suspects[i].score)}`,
      }));
      recordTable(article.querySelector(".suspects"), scored, clusters.suspect_records);
    }
    return redrawn;
  }

  function drawMap(plot, panel, clusters, suspectClusters) {
    const width = 640;
    const height = 430;
    const points = clusters.points;
    const svg = svgIn(plot, width, height, `A map of ${count(points.length, "record")}; the arrow keys go from one to the next.`)
      .attr("tabindex", 0).attr("role", "application");
    const spanX = d3.extent(points, (point) => point.x);
    const spanY = d3.extent(points, (point) => point.y);
    const scale = Math.min((width - 50) / (spanX[1] - spanX[0] || 1), (height - 50) / (spanY[1] - spanY[0] || 1));
    const x = (point) => width / 2 + (point.x - (spanX[0] + spanX[1]) / 2) * scale;
    const y = (point) => height / 2 - (point.y - (spanY[0] + spanY[1]) / 2) * scale;
    const places = points.map((point) => [x(point), y(point)]);
    const finder = d3.Delaunay.from(places);
    const size = (point) => 46 + 34 * Math.log2(1 + point.count);
    const order = d3.range(points.length).sort((a, b) => points[a].score - points[b].score);
    const marks = svg.append("g").selectAll("path").data(order).join("path")
      .attr("transform", (i) => `translate(${places[i][0].toFixed(1)},${places[i][1].toFixed(1)})`);
    let at = -1;
    let now = 0;

    function choose(i) {
      if (i === at) {
        return;
      }
      at = i;
      marks.classed("chosen", (j) => j === i);
      marks.filter((j) => j === i).raise();
      const point = points[i];
      const example = point.example || {};
      const cluster = point.clusters[now];
      const isSuspect = clusters.cuts[now] === clusters.judged && suspectClusters.has(cluster);
      panel.replaceChildren(
        el("p", {}, el("strong", {}, `Cluster ${cluster}${cluster === 0 ? ", ordinary" : ""}`), isSuspect ? `, suspect with a score of ${score(point.score)}` : ""),
        el("p", { class: "hint" }, point.count === 1 ? "One record" : `${number(point.count)} equal records, such as one`, example.event_time ? ` of ${time(example.event_time)}` : "", example.actor ? el("span", {}, " by ", value(example.actor)) : ""),
        ...fields("As features", example.features),
        ...fields("As it was logged", example.data));
    }

    panel.append(el("p", { class: "hint" }, "Point at a mark to see its record here."));
    svg.on("pointermove pointerdown", (event) => {
      const [px, py] = d3.pointer(event);
      const i = finder.find(px, py);
      if (Math.hypot(places[i][0] - px, places[i][1] - py) < 40) {
        choose(i);
      }
    });
    const TURNS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    svg.on("keydown", (event) => {
      const turn = TURNS[event.key];
      if (!turn) {
        return;
      }
      event.preventDefault();
      if (at < 0) {
        choose(order[order.length - 1]);
        return;
      }
      let best = -1;
      let least = Infinity;
      places.forEach(([px, py], i) => {
        const ahead = (px - places[at][0]) * turn[0] + (py - places[at][1]) * turn[1];
        const aside = Math.abs((px - places[at][0]) * turn[1]) + Math.abs((py - places[at][1]) * turn[0]);
        if (i !== at && ahead > 0.01 && ahead + 2 * aside < least) {
          least = ahead + 2 * aside;
          best = i;
        }
      });
      if (best >= 0) {
        choose(best);
      }
    });

    return (cut) => {
      now = cut;
      marks
        .attr("d", (i) => symbolOf(points[i].clusters[cut], size(points[i])))
        .attr("class", (i) => {
          const cluster = points[i].clusters[cut];
          const isSuspect = clusters.cuts[cut] === clusters.judged && suspectClusters.has(cluster);
          return `mark-point ${colour(cluster)}${isSuspect ? " suspect" : ""}${i === at ? " chosen" : ""}`;
        });
      const chosen = at;
      at = -1;
      if (chosen >= 0) {
        choose(chosen);
      }
    };
  }

  function drawTree(place, clusters, cut) {
    place.replaceChildren();
    const tree = clusters.tree;
    if (!tree || tree.merges.length === 0) {
      return;
    }
    const leaves = tree.leaves.length;
    const width = Math.max(widthOf(place, 260, 1100), leaves * 3 + 60);
    const height = 250;
    const k = clusters.cuts[cut];
    const svg = svgIn(place, width, height, `The tree of clusters, cut into ${k}.`);
    const most = tree.merges[tree.merges.length - 1].height || 1;
    const x = d3.scalePoint(d3.range(leaves), [46, width - 14]);
    const y = d3.scaleLinear([0, most], [height - 26, 12]).nice();
    svg.append("g").attr("transform", "translate(36,0)").call(d3.axisLeft(y).ticks(4)).call((axis) => axis.select(".domain").remove());
    const nodes = tree.leaves.map((leaf, i) => ({ x: x(i), height: 0, clusters: new Set([leaf.clusters[cut]]) }));
    tree.merges.forEach((merge) => {
      const left = nodes[merge.left];
      const right = nodes[merge.right];
      const together = new Set([...left.clusters, ...right.clusters]);
      const isOne = together.size === 1;
      for (const node of [left, right]) {
        const own = node.clusters.size === 1 ? colour([...node.clusters][0]) : "above";
        svg.append("path").attr("class", `branch ${isOne ? colour([...together][0]) : own}`)
          .attr("d", `M${node.x.toFixed(1)},${y(node.height).toFixed(1)}V${y(merge.height).toFixed(1)}`);
      }
      svg.append("path").attr("class", `branch ${isOne ? colour([...together][0]) : "above"}`)
        .attr("d", `M${left.x.toFixed(1)},${y(merge.height).toFixed(1)}H${right.x.toFixed(1)}`);
      nodes.push({ x: (left.x + right.x) / 2, height: merge.height, clusters: together });
    });
    tree.leaves.forEach((leaf, i) => {
      if (leaf.records > 1 && leaves <= 40) {
        svg.append("text").attr("x", x(i)).attr("y", height - 10).attr("text-anchor", "middle").text(leaf.records);
      }
    });
    const top = tree.merges[tree.merges.length - k + 1]?.height ?? most;
    const below = tree.merges[tree.merges.length - k]?.height ?? 0;
    svg.append("line").attr("class", "cut").attr("x1", 40).attr("x2", width - 8)
      .attr("y1", y((top + below) / 2)).attr("y2", y((top + below) / 2));
  }

  // ---- 2: why

  function drawDistributions(causes, clusters, cut) {
    const place = causes.querySelector(".distributions");
    const k = clusters.cuts[cut];
    causes.querySelector(".distribution-hint").textContent =
      k === undefined
        ? "There is but one value of each."
        : `For each of the ${k} clusters chosen on the map, the share of its records with each value.`;
    place.replaceChildren();
    if (k === undefined) {
      return;
    }
    for (const distribution of clusters.distributions) {
      const counts = distribution.counts[cut].slice(0, 10);
      const bins = distribution.bins;
      const box = el("div", {}, el("h5", {}, value(distribution.feature)));
      place.append(box);
      const width = 320;
      const words = counts.map((of, cluster) => {
        const all = d3.sum(of) || 1;
        const top = d3.maxIndex(of);
        return `cluster ${cluster}: mostly ${shown(bins[top])} (${percent(of[top] / all)})`;
      });
      if (distribution.is_ordered) {
        const row = 40;
        const height = counts.length * row + 22;
        const svg = svgIn(box, width, height, `${shown(distribution.feature)} by cluster; ${words.join("; ")}`);
        const x = d3.scaleBand(d3.range(bins.length), [22, width]).padding(0.12);
        counts.forEach((of, cluster) => {
          const all = d3.sum(of) || 1;
          const base = (cluster + 1) * row;
          const y = d3.scaleLinear([0, d3.max(of) / all || 1], [0, row - 8]);
          svg.append("text").attr("x", 4).attr("y", base - 4).text(cluster);
          svg.append("line").attr("class", "row-line").attr("x1", 22).attr("x2", width).attr("y1", base).attr("y2", base);
          of.forEach((n, bin) => {
            if (n > 0) {
              const tall = Math.max(1.5, y(n / all));
              svg.append("rect").attr("class", `bin ${colour(cluster)}`).attr("x", x(bin)).attr("width", x.bandwidth())
                .attr("y", base - tall).attr("height", tall)
                .append("title").text(`cluster ${cluster}, ${shown(bins[bin])}: ${count(n, "record")}`);
            }
          });
        });
        const label = (text, at, anchor) =>
          svg.append("text").attr("x", at).attr("y", height - 5).attr("text-anchor", anchor).text(text);
        const numbers = bins.filter((bin) => bin !== "missing");
        label(numbers[0].split(" to ")[0], 22, "start");
        if (numbers.length > 1) {
          label(numbers[numbers.length - 1].split(" to ")[1] ?? "", numbers.length < bins.length ? width - 60 : width, "end");
        }
        if (numbers.length < bins.length) {
          label("missing", width, "end");
        }
      } else {
        const row = 6 + 9 * counts.length;
        const top = 16;
        const height = bins.length * (row + top) + 4;
        const svg = svgIn(box, width, height, `${shown(distribution.feature)} by cluster; ${words.join("; ")}`);
        bins.forEach((bin, i) => {
          const from = i * (row + top);
          const text = shown(bin);
          svg.append("text").attr("x", 0).attr("y", from + 12).text(text.length > 44 ? `${text.slice(0, 43)}…` : text).append("title").text(text);
          counts.forEach((of, cluster) => {
            const share = of[i] / (d3.sum(of) || 1);
            svg.append("rect").attr("class", "ground").attr("x", 0).attr("width", width).attr("y", from + top + cluster * 9).attr("height", 7).attr("rx", 2);
            svg.append("rect").attr("class", `bin ${colour(cluster)}`).attr("x", 0).attr("width", share > 0 ? Math.max(2, share * width) : 0)
              .attr("y", from + top + cluster * 9).attr("height", 7).attr("rx", 2)
              .append("title").text(`cluster ${cluster}, ${text}: ${count(of[i], "record")} (${percent(share)})`);
          });
        });
      }
    }
  }

  function drawSimilarity(place, clusters) {
    const alike = clusters.similarity;
    if (!alike || alike.points.length < 2) {
      return;
    }
    const n = alike.points.length;
    const at = (i, j) => {
      if (i === j) {
        return 100;
      }
      const a = Math.min(i, j);
      const b = Math.max(i, j);
      return alike.percent[(a * (2 * n - a - 1)) / 2 + b - a - 1];
    };
    const canvas = el("canvas", { width: n, height: n, role: "img", "aria-label": `How alike ${number(n)} records of the map are, each with each; records of a cluster stand side by side.` });
    const told = el("p", { class: "hint", "aria-live": "polite" }, "Point at the picture to compare two records.");
    place.append(
      el("h4", {}, "How alike the records are"),
      el("p", { class: "hint" }, `${number(n)} records of the map, each against each, in the order of the tree. The stronger the colour, the more alike, from ${d3.min(alike.percent)}% to 100%; blocks along the diagonal are clusters.`),
      canvas, told);
    const paint = () => {
      const ink = canvas.getContext("2d");
      const style = getComputedStyle(root);
      const probe = el("span");
      document.body.append(probe);
      const rgb = (name) => {
        probe.style.setProperty("color", style.getPropertyValue(name));
        return d3.rgb(getComputedStyle(probe).color);
      };
      const between = d3.interpolateRgb(rgb("--raised"), rgb("--accent"));
      probe.remove();
      const least = d3.min(alike.percent);
      const shades = d3.range(101).map((p) => d3.rgb(between(Math.max(0, (p - least) / (100 - least || 1)) ** 2.5)));
      const image = ink.createImageData(n, n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const shade = shades[at(i, j)];
          image.data.set([shade.r, shade.g, shade.b, 255], 4 * (i * n + j));
        }
      }
      ink.putImageData(image, 0, 0);
    };
    paint();
    document.addEventListener("theme", paint);
    system.addEventListener("change", paint);
    canvas.addEventListener("pointermove", (event) => {
      const box = canvas.getBoundingClientRect();
      const j = Math.min(n - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * n)));
      const i = Math.min(n - 1, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * n)));
      const of = (index) => {
        const example = clusters.points[alike.points[index]]?.example || {};
        return [example.actor || "a record", time(example.event_time)].filter((part) => part).join(", ");
      };
      told.replaceChildren(`${at(i, j)}% alike: `, value(of(i)), " and ", value(of(j)));
    });
  }

  // ---- 2: one actor

  function drawHistory(place, actor) {
    place.replaceChildren();
    const first = Date.parse(actor.first_day || report.from);
    const width = widthOf(place, 300, 1040);
    const right = width - 24;
    const isNarrow = width < 560;
    const names = actor.fields.flatMap((field) => [...field.usual, ...field.odd].map((one) => shown(one.value ?? "missing").length));
    const left = isNarrow ? 18 : Math.min(250, 26 + 7.2 * (d3.max(names) ?? 0));
    const time0 = d3.scaleUtc([first, end], [left, right]);
    if (actor.fields.length === 0) {
      place.append(el("p", { class: "empty" }, "Nothing is counted of this actor."));
    }
    for (const field of actor.fields) {
      const odd = d3.groups(field.odd, (one) => one.value ?? null);
      const rows = [
        ...field.usual.map((usual) => ({ name: usual.value ?? null, usual, odd: [] })),
      ];
      for (const [name, ones] of odd) {
        const known = rows.find((row) => row.name === name);
        if (known) {
          known.odd = ones;
        } else {
          rows.push({ name, usual: null, odd: ones });
        }
      }
      const tall = isNarrow ? 44 : 28;
      const height = rows.length * tall + 26;
      const box = el("div", {}, el("h5", {}, value(field.field)));
      place.append(box);
      const words = [
        ...field.usual.map((usual) => `usual: ${shown(usual.value ?? "missing")}, ${number(usual.count)} times`),
        ...field.odd.map((one) => `odd: ${shown(one.value ?? "missing")} at ${time(one.event_time)}, score ${score(one.score)}`),
      ];
      const svg = svgIn(box, width, height, `${shown(field.field)} over time. ${words.join("; ")}`);
      svg.append("g").attr("transform", `translate(0,${height - 22})`)
        .call(d3.axisBottom(time0).ticks(Math.max(3, width / 130)).tickFormat(d3.utcFormat("%-d %b")).tickSizeOuter(0));
      const most = d3.max(field.usual, (usual) => d3.max(usual.days)) || 1;
      const area = d3.scaleSqrt([0, most], [0, 9]);
      rows.forEach((row, i) => {
        const middle = i * tall + (isNarrow ? 30 : 14);
        const text = shown(row.name ?? "missing");
        const long = isNarrow ? Math.floor(width / 8) : 32;
        svg.append("line").attr("class", "row-line").attr("x1", left).attr("x2", right).attr("y1", middle).attr("y2", middle);
        svg.append("text").attr("class", row.usual ? null : "ink").attr("direction", "ltr").attr("unicode-bidi", "isolate")
          .attr("x", isNarrow ? 2 : left - 14).attr("y", isNarrow ? middle - 14 : middle + 4).attr("text-anchor", isNarrow ? "start" : "end")
          .text(text.length > long ? `${text.slice(0, long - 1)}…` : text).append("title").text(text);
        (row.usual?.days || []).forEach((n, day) => {
          if (n > 0) {
            svg.append("circle").attr("class", "usual").attr("cx", time0(first + (day + 0.5) * DAY)).attr("cy", middle).attr("r", Math.max(1.8, area(n)))
              .append("title").text(`${text}: ${count(n, "time")} on ${new Date(first + day * DAY).toISOString().slice(0, 10)}`);
          }
        });
        row.odd.forEach((one) => {
          svg.append("path").attr("class", "odd").attr("d", d3.symbol(d3.symbolDiamond, 90)())
            .attr("transform", `translate(${time0(Date.parse(one.event_time)).toFixed(1)},${middle})`)
            .append("title").text(`${text}: score ${score(one.score)} at ${time(one.event_time)}`);
        });
      });
      if (field.others > 0) {
        box.append(el("small", {}, `and ${count(field.others, "other value")}`));
      }
    }
  }

  const history = byId("history");
  const choice = history.querySelector("select");
  let showHistory = () => {};
  if (choice) {
    const label = d3.group(report.actors, (actor) => actor.profile).size > 1
      ? (actor) => `${nameOf(actor.actor)} (${actor.profile})`
      : (actor) => nameOf(actor.actor);
    report.actors.forEach((actor, i) => choice.append(el("option", { value: i }, shown(label(actor)))));
    showHistory = () => drawHistory(history.querySelector(".charts"), report.actors[Number(choice.value)]);
    choice.addEventListener("change", showHistory);
  }

  // ---- the first picture

  showEvents();
  showFlags();
  const redraw = [...document.querySelectorAll(".clustering")].map((article) =>
    clusterView(article, report.clusters[Number(article.dataset.clustering)]));
  showHistory();
  let width = innerWidth;
  let resizing;
  addEventListener("resize", () => {
    clearTimeout(resizing);
    resizing = setTimeout(() => {
      if (innerWidth !== width) {
        width = innerWidth;
        showWhen(events.filter((event) => fits(event.severity, event.actor, event.words)));
        showHistory();
        redraw.forEach((again) => again());
      }
    }, 150);
  });
})();
