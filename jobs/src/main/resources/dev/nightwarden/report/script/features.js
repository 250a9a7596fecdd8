// Why records lie apart: the values of each feature by cluster, and how alike records are.

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

function drawSimilarity(place, clusters, examples) {
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
    const of = (index) => examples[alike.points[index]]?.dataset.label ?? "a record";
    told.replaceChildren(`${at(i, j)}% alike: `, value(of(i)), " and ", value(of(j)));
  });
}
