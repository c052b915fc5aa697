// SPDX-License-Identifier: Apache-2.0
const FEW = 60;
const TINTS = ['rgba(86,180,233,.16)', 'rgba(230,159,0,.18)', 'rgba(204,121,167,.18)'];

// Names of phases stand below each other: narrow neighbours would write over one another.
function phases(plot) {
  return plot.phases.map((phase, at) => [
    {
      name: phase.name, xAxis: phase.from,
      itemStyle: {color: TINTS[at % TINTS.length]},
      label: {
        position: 'insideTopLeft', offset: [0, 15 * (at % 3)], color: '#444', fontSize: 11,
        backgroundColor: 'rgba(255,255,255,.75)', padding: [1, 3],
      },
    },
    {xAxis: phase.to},
  ]);
}

// Where nothing was measured for ten times the usual step, there is no line.
function pieces(points) {
  const steps = points.slice(1).map((point, at) => point[0] - points[at][0]);
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)];
  return points.flatMap((point, at) => at > 0 && steps[at - 1] > 10 * usual ? [[point[0], null], point] : [point]);
}

function series(plot, line, at) {
  return {
    name: line.name, type: line.points.length === 1 ? 'scatter' : 'line', data: pieces(line.points),
    symbol: 'circle', symbolSize: 5, showSymbol: line.points.length <= FEW, lineStyle: {width: 1.5},
    markArea: at === 0 && plot.phases.length > 0 ? {silent: true, data: phases(plot)} : undefined,
  };
}

// From end to end: phases may reach beyond the points, and a single run needs some room.
function reach(plot) {
  const all = plot.lines.flatMap(line => line.points.map(point => point[0]))
    .concat(plot.phases.flatMap(phase => [phase.from, phase.to]));
  const [min, max] = [Math.min(...all), Math.max(...all)];
  return min < max ? {min, max} : all.length > 0 ? {min: min - 1, max: max + 1} : {};
}

document.querySelectorAll('[data-plot]').forEach(element => {
  const plot = plots[Number(element.dataset.plot)];
  draw(element, {
    title: {text: plot.title, textStyle: {fontSize: 13, fontWeight: 600}},
    grid: {left: 56, right: 24, top: plot.lines.length > 1 ? 76 : 54, bottom: 44},
    legend: {show: plot.lines.length > 1, top: 24, left: 0, type: 'scroll'},
    tooltip: {trigger: 'axis'},
    dataZoom: [{type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'shift'}],
    xAxis: {
      type: 'value', name: plot.xLabel, nameLocation: 'middle', nameGap: 28,
      ...reach(plot), splitLine: {show: false},
      axisLabel: {hideOverlap: true, formatter: value => String(Number(value.toPrecision(4)))},
    },
    yAxis: {
      type: 'value', name: plot.yLabel, nameTextStyle: {align: 'left', padding: [0, 0, 0, -44]}, min: 0,
      boundaryGap: [0, plot.phases.length > 0 ? '25%' : 0],
    },
    series: plot.lines.map((line, at) => series(plot, line, at)),
  });
});
