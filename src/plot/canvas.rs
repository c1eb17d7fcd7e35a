//! Shapes and text, written as SVG.

use svg::Node;
use svg::node::Text;
use svg::node::element::Element;

/// The width of a picture, in points; that of a large matrix is twice as much.
pub(super) const WIDTH: f64 = 240.0;
/// The margin around it.
pub(super) const MARGIN: f64 = 6.0;

/// The size of most letters, and of the smallest ones.
pub(super) const LETTERS: f64 = 6.5;
pub(super) const SMALL: f64 = 5.5;

pub(super) const INK: &str = "#1a1a1a";
pub(super) const GREY: &str = "#595959";
pub(super) const LINE: &str = "#bfbfbf";

/// Where a text stands.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) colour: &'static str,
    pub(super) anchor: Anchor,
    /// Turned by so many degrees around where it stands.
    pub(super) turned: f64,
    /// With white around it, to be read above lines.
    pub(super) halo: bool,
}

/// Small dark letters that begin where they stand.
pub(super) const PLAIN: Type =
    Type { size: LETTERS, colour: INK, anchor: Anchor::Start, turned: 0.0, halo: false };

/// A picture while it is drawn.
pub(super) struct Canvas {
    root: Element,
}

impl Canvas {
    /// An empty picture of this height, with a title for those who do not see it.
    pub(super) fn new(height: f64, title: &str) -> Self {
        Self::sized([WIDTH, height], title)
    }

    /// An empty picture of this width and height.
    pub(super) fn sized([width, height]: [f64; 2], title: &str) -> Self {
        let mut root = Element::new("svg");
        for (name, value) in [
            ("xmlns", "http://www.w3.org/2000/svg".to_owned()),
            ("width", format!("{}pt", number(width))),
            ("height", format!("{}pt", number(height))),
            ("viewBox", format!("0 0 {} {}", number(width), number(height))),
            ("role", "img".to_owned()),
            ("font-family", "'DejaVu Sans', Verdana, 'Noto Sans', Arial, sans-serif".to_owned()),
        ] {
            root.assign(name, value);
        }
        let mut canvas = Self { root };
        canvas.element("title", &[], Some(title));
        canvas.rectangle([0.0, 0.0, width, height], "#ffffff");
        canvas
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        format!("{}\n", self.root)
    }

    /// Left, top, width and height, filled.
    pub(super) fn rectangle(&mut self, [x, y, width, height]: [f64; 4], fill: &str) {
        let [x, y, width, height] = [x, y, width, height].map(number);
        let attributes =
            [("x", &*x), ("y", &y), ("width", &width), ("height", &height), ("fill", fill)];
        self.element("rect", &attributes, None);
    }

    /// A filled circle with a white edge.
    pub(super) fn circle(&mut self, [x, y]: [f64; 2], radius: f64, fill: &str) {
        let [x, y, radius] = [x, y, radius].map(number);
        let attributes = [
            ("cx", &*x),
            ("cy", &y),
            ("r", &radius),
            ("fill", fill),
            ("stroke", "#ffffff"),
            ("stroke-width", "0.75"),
        ];
        self.element("circle", &attributes, None);
    }

    pub(super) fn line(&mut self, [from, to]: [[f64; 2]; 2], width: f64, colour: &str) {
        let ([x1, y1], [x2, y2]) = (from.map(number), to.map(number));
        let attributes = [
            ("x1", &*x1),
            ("y1", &y1),
            ("x2", &x2),
            ("y2", &y2),
            ("stroke", colour),
            ("stroke-width", &number(width)),
        ];
        self.element("line", &attributes, None);
    }

    /// A path of commands, as a line of this width.
    pub(super) fn stroke(&mut self, path: &str, width: f64, colour: &str) {
        if path.is_empty() {
            return;
        }
        let width = number(width);
        let attributes =
            [("d", path), ("fill", "none"), ("stroke", colour), ("stroke-width", &*width)];
        self.element("path", &attributes, None);
    }

    /// A path of commands, filled.
    pub(super) fn fill(&mut self, path: &str, colour: &str) {
        if !path.is_empty() {
            self.element("path", &[("d", path), ("fill", colour)], None);
        }
    }

    /// A text, of characters that are shown as they are.
    pub(super) fn text(&mut self, [x, y]: [f64; 2], text: &str, how: Type) {
        let anchor = match how.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let [shown_x, shown_y, size] = [x, y, how.size].map(number);
        let turn = format!("rotate({} {shown_x} {shown_y})", number(how.turned));
        let mut attributes = vec![
            ("x", &*shown_x),
            ("y", &shown_y),
            ("font-size", &size),
            ("fill", how.colour),
            ("text-anchor", anchor),
        ];
        if how.turned != 0.0 {
            attributes.push(("transform", &turn));
        }
        if how.halo {
            attributes.extend([
                ("stroke", "#ffffff"),
                ("stroke-width", "2"),
                ("stroke-linejoin", "round"),
                ("paint-order", "stroke"),
            ]);
        }
        self.element("text", &attributes, Some(text));
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: Option<&str>) {
        let mut element = Element::new(name);
        for (name, value) in attributes {
            element.assign(*name, *value);
        }
        if let Some(text) = text {
            element.append(Text::new(text));
        }
        self.root.append(element);
    }
}

/// A number with two decimals at most, and no sign of nothing.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
