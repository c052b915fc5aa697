// SPDX-License-Identifier: Apache-2.0
// Colours that people tell apart who see fewer of them than others (Okabe and Ito).
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];
const drawn = [];

function draw(element, option) {
  const made = echarts.init(element);
  made.setOption({animation: false, color: COLOURS, ...option});
  drawn.push(made);
  return made;
}

window.addEventListener('resize', () => drawn.forEach(made => made.resize()));
