// Charts over time: all events, and what is usual and odd of one actor.

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
  if (report.malicious_events > events.length) {
    figure.querySelector(".hint").textContent =
      `The ${number(events.length)} events on this page over its dates, by severity; ${number(report.malicious_events - events.length)} others are not drawn.`;
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
  const format = d3.utcFormat(step < DAY ? "%H:%M" : days > 300 ? "%b %Y" : "%-d %b");
  // Hours of several days need their date to be told apart.
  const isMidnight = (at) => days > 1 && step < DAY && at % DAY === 0;
  const tickText = (at) => (isMidnight(at) ? d3.utcFormat("%-d %b")(at) : format(at));
  const bar = Math.max(1.5, ((width - margin.left - margin.right) / bins.length) * 0.82);
  svg.append("g").attr("transform", `translate(0,${height - margin.bottom})`)
    .call(d3.axisBottom(x).ticks(Math.max(3, width / 110)).tickSizeOuter(0).tickFormat(tickText));
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
const showHistory = () => {
  if (choice) {
    drawHistory(history.querySelector(".charts"), report.actors[Number(choice.value)]);
  }
};
choice?.addEventListener("change", showHistory);
