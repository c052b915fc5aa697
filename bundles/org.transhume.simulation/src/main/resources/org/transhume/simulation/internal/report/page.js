// SPDX-License-Identifier: Apache-2.0
const OFF = 255;
const GROUP = 'day';
const longest = Math.max(...days.map(day => day.on.length));
const times = Array.from({length: longest}, (_, round) => {
  const minutes = (round + 1) * 5;
  return String(Math.floor(minutes / 60)).padStart(2, '0') + ':' + String(minutes % 60).padStart(2, '0');
});
const zoom = [{type: 'inside', filterMode: 'none'}, {type: 'slider', filterMode: 'none', height: 18, bottom: 4}];

function chart(element, option) {
  draw(element, option).group = GROUP;
}

function lines(id, name, values) {
  chart(document.getElementById(id), {
    grid: {left: 60, right: 20, top: 36, bottom: 56},
    legend: {top: 0},
    tooltip: {trigger: 'axis'},
    dataZoom: zoom,
    xAxis: {type: 'category', data: times},
    yAxis: {type: 'value', name, min: 0},
    series: days.map(day => ({
      name: day.name, type: 'line', data: values(day), showSymbol: false, lineStyle: {width: 1.5},
    })),
  });
}

// Red, green and blue at loads of 0, 20, 40, 60, 80 and 100 %; between them, mixed.
const scale = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37], [215, 25, 28]];

function colour(load) {
  const position = Math.min(load, 100) / 100 * (scale.length - 1);
  const below = Math.min(Math.floor(position), scale.length - 2);
  return scale[below].map((from, part) => from + (scale[below + 1][part] - from) * (position - below));
}

// One dot a host and round: hundreds of thousands of them are quick as a picture, and slow as shapes.
function picture(day, bytes) {
  const canvas = document.createElement('canvas');
  canvas.width = day.on.length;
  canvas.height = day.hosts;
  const pen = canvas.getContext('2d');
  const dots = pen.createImageData(canvas.width, canvas.height);
  bytes.forEach((load, at) => {
    if (load !== OFF) {
      const row = day.hosts - 1 - at % day.hosts;
      dots.data.set([...colour(load), 255], 4 * (row * canvas.width + Math.floor(at / day.hosts)));
    }
  });
  pen.putImageData(dots, 0, 0);
  return canvas;
}

function loads(day) {
  const element = document.createElement('div');
  element.className = 'plot';
  document.getElementById('loads').append(element);
  const bytes = Uint8Array.from(atob(day.loads), letter => letter.charCodeAt(0));
  const image = picture(day, bytes);
  chart(element, {
    title: {text: day.name, left: 'center', textStyle: {fontSize: 14}},
    grid: {left: 60, right: 90, top: 32, bottom: 56},
    tooltip: {trigger: 'axis', axisPointer: {type: 'cross'}, formatter: () => ''},
    dataZoom: [...zoom, {type: 'inside', yAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'shift'}],
    xAxis: {type: 'category', data: times},
    yAxis: {type: 'value', name: 'host', min: 0, max: day.hosts, axisPointer: {label: {precision: 0}}},
    visualMap: {
      min: 0, max: 100, right: 0, top: 'middle', text: ['100 %', '0 %'], seriesIndex: [],
      inRange: {color: scale.map(parts => 'rgb(' + parts.join(',') + ')')},
    },
    series: [{
      type: 'custom', clip: true, data: [[0, 0]],
      renderItem: (_, api) => {
        const [left, bottom] = api.coord([0, 0]);
        const [right, top] = api.coord([day.on.length - 1, day.hosts]);
        const half = (right - left) / (day.on.length - 1) / 2;
        return {type: 'image', style:
          {image, x: left - half, y: top, width: right - left + 2 * half, height: bottom - top}};
      },
    }],
  });
}

lines('on', 'hosts', day => day.on);
lines('moves', 'moves', day => day.moves);
days.forEach(loads);
echarts.connect(GROUP);
