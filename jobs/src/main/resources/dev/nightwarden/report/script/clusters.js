// The map of clustered records, and the tree they come from.

const symbols = [d3.symbolCircle, d3.symbolDiamond, d3.symbolTriangle, d3.symbolSquare, d3.symbolStar, d3.symbolWye, d3.symbolCross];
const symbolOf = (cluster, size) => d3.symbol(symbols[cluster % symbols.length], size)();
const colour = (cluster) => `k${cluster % 10}`;

function clusterView(article) {
  const index = article.dataset.clustering;
  const clusters = report.clusters[Number(index)];
  const causes = document.querySelector(`.causes[data-clustering="${index}"]`);
  const examples = [...(article.querySelector("template")?.content.children ?? [])];
  const suspectClusters = new Set(clusters.groups.filter((one) => one.is_suspect).map((one) => one.cluster));
  const range = article.querySelector(".cuts");
  let cut = Math.max(0, clusters.cuts.indexOf(clusters.judged));
  let redrawn = () => {};

  if (range) {
    range.value = cut;
    const [output, note] = [article.querySelector(".control output"), article.querySelector(".control .hint")];
    const tree = article.querySelector(".tree");
    const map = drawMap(
      article.querySelector(".map-plot"), article.querySelector(".shown"), clusters, examples, suspectClusters);
    redrawn = () => {
      const k = clusters.cuts[cut];
      output.textContent = `${k} clusters`;
      range.setAttribute("aria-valuetext", output.textContent);
      note.textContent = k === clusters.judged ? "" : `What is suspect was decided with ${clusters.judged}.`;
      drawLegend(article.querySelector(".legend"), clusters, cut, suspectClusters);
      map(cut);
      drawTree(tree, clusters, cut);
      drawDistributions(causes, clusters, cut);
    };
    range.addEventListener("input", () => {
      cut = Number(range.value);
      redrawn();
    });
    redrawn();
  } else if (causes) {
    drawDistributions(causes, clusters, cut);
  }
  if (causes) {
    drawSimilarity(causes.querySelector(".similarity"), clusters, examples);
  }
  showSuspects(article);
  return redrawn;
}

function drawLegend(legend, clusters, cut, suspectClusters) {
  const k = clusters.cuts[cut];
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
}

function showSuspects(article) {
  const place = article.querySelector(".suspects");
  const body = place.querySelector(".records-table > tbody");
  if (!body) {
    return;
  }
  const rows = [...body.rows];
  paged(body, rows, RECORDS_A_PAGE, place, "records");
  for (const made of article.querySelectorAll(".buttons button")) {
    const { form } = made.dataset;
    const what = form === "data" ? "records" : "features";
    made.addEventListener("click", () =>
      downloadRecords(fileName("suspects", held(article, "name") ?? "", what), rows, form, ["cluster", "score"]));
  }
}

function drawMap(plot, panel, clusters, examples, suspectClusters) {
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
    const cluster = point.clusters[now];
    const isSuspect = clusters.cuts[now] === clusters.judged && suspectClusters.has(cluster);
    panel.replaceChildren(
      el("p", {}, el("strong", {}, `Cluster ${cluster}${cluster === 0 ? ", ordinary" : ""}`), isSuspect ? `, suspect with a score of ${score(point.score)}` : ""),
      document.importNode(examples[i], true));
  }

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
