// SPDX-License-Identifier: Apache-2.0
const GROUP = 'service';
const zoom = [{type: 'inside', filterMode: 'none'}, {type: 'slider', filterMode: 'none', height: 18, bottom: 4}];

function clock(hours) {
  const minutes = Math.round(hours * 60);
  return String(Math.floor(minutes / 60)).padStart(2, '0') + ':' + String(minutes % 60).padStart(2, '0');
}

function upToThen(values) {
  let sum = 0;
  return values.map(value => sum += value);
}

// Kilowatt hours from watts that held since the round before.
function energy(day) {
  return upToThen(day.watts.map((watts, at) => watts * (day.at[at] - (at > 0 ? day.at[at - 1] : 0)) / 3.6e6));
}

function lines(id, name, values, more = {}) {
  draw(document.getElementById(id), {
    grid: {left: 70, right: 20, top: 36, bottom: 56},
    legend: {top: 0},
    tooltip: {trigger: 'axis', valueFormatter: value => Number(value).toLocaleString('en', {maximumFractionDigits: 1})},
    dataZoom: zoom,
    xAxis: {type: 'value', min: 0, max: 24, interval: 2, axisLabel: {formatter: clock}, axisPointer: {label: {formatter: at => clock(at.value)}}},
    yAxis: {type: 'value', name, min: 0, ...more},
    series: days.map(day => {
      const all = values(day);
      return {
        name: day.name, type: 'line', showSymbol: false, lineStyle: {width: 1.5},
        data: all.map((value, at) => [day.at[at] / 3600, value]),
      };
    }),
  }).group = GROUP;
}

lines('hosts', 'hosts', day => day.hosts);
lines('energy', 'kWh', energy);
lines('requests', 'a second', day => day.requests);
lines('replicas', 'replicas', day => day.replicas);
lines('sessions', 'sessions', day => upToThen(day.sessionsLost));
lines('lost', 'requests', day => upToThen(day.requestsLost));
lines('response', 'ms', day => day.response.map(value => Math.max(value, 1)), {type: 'log', min: 10});
lines('moves', 'moves', day => upToThen(day.moves));
echarts.connect(GROUP);
