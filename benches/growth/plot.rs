//! A plot of two measures over one, as an SVG of lines and text.

use std::fmt::Write;

/// One line of the plot, with an axis of its own.
pub struct Line {
    pub name: &'static str,
    pub unit: &'static str,
    pub colour: &'static str,
    /// (x, y)
    pub points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = WIDTH - 80.0;
const TOP: f64 = 50.0;
const BOTTOM: f64 = HEIGHT - 60.0;
/// Marks on the axis of each line.
const MARKS: u32 = 4;

/// The first line has its axis on the left, the second on the right. All axes begin at 0.
pub fn svg(title: &str, x_name: &str, lines: &[Line; 2]) -> String {
    let largest_x = lines.iter().flat_map(|l| &l.points).map(|p| p.0).fold(0.0, f64::max);
    let x = |value: f64| LEFT + value / (largest_x * 1.05) * (RIGHT - LEFT);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
         font-family=\"sans-serif\" font-size=\"13\">\n<title>{title}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n\
         <text x=\"{}\" y=\"22\" text-anchor=\"middle\" font-size=\"15\">{title}</text>\n\
         <text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{x_name}</text>\n\
         <path d=\"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}V{TOP}\" fill=\"none\" stroke=\"#444444\"/>\n",
        WIDTH / 2.0,
        (LEFT + RIGHT) / 2.0,
        HEIGHT - 18.0,
    );
    for (value, _) in &lines[0].points {
        let (at, below) = (x(*value), BOTTOM + 18.0);
        let _ = writeln!(out, "<path d=\"M{at:.1} {BOTTOM}v5\" stroke=\"#444444\"/>");
        let _ = writeln!(out, "<text x=\"{at:.1}\" y=\"{below}\" text-anchor=\"middle\">{value:.0}</text>");
    }
    for (line, (axis, anchor, away)) in lines.iter().zip([(LEFT, "end", -8.0), (RIGHT, "start", 8.0)]) {
        let Line { name, unit, colour, points } = line;
        let top = round_up(points.iter().map(|p| p.1).fold(0.0, f64::max));
        let y = |value: f64| BOTTOM - value / top * (BOTTOM - TOP);
        for mark in 0..=MARKS {
            let value = top * f64::from(mark) / f64::from(MARKS);
            let (at, text) = (axis + away, y(value) + 4.5);
            let digits = usize::from(top < f64::from(MARKS) * 5.0 && value.fract() != 0.0);
            let _ = writeln!(
                out,
                "<text x=\"{at}\" y=\"{text:.1}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{value:.digits$}</text>"
            );
        }
        let _ = writeln!(
            out,
            "<text x=\"{axis}\" y=\"{}\" text-anchor=\"middle\" fill=\"{colour}\">{name} ({unit})</text>",
            TOP - 12.0
        );
        let path: Vec<String> = points.iter().map(|(px, py)| format!("{:.1} {:.1}", x(*px), y(*py))).collect();
        let _ = writeln!(out, "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>", path.join("L"));
        for (px, py) in points {
            let _ = writeln!(out, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{colour}\"/>", x(*px), y(*py));
        }
    }
    out.push_str("</svg>\n");
    out
}

/// To a number that four marks divide well.
fn round_up(value: f64) -> f64 {
    let mut step = 1.0;
    loop {
        for times in [4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0] {
            if value * 1.1 <= step * times {
                return step * times;
            }
        }
        step *= 10.0;
    }
}
