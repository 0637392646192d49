//! SVG into PDF and PNG, with fonts of our own files alone.

use gis_core::draw::{FONT, Sheet};
use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};
use std::path::Path;
use std::sync::Arc;

/// The files of the family: plain and heavy.
const FILES: [&str; 2] = ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf"];
/// Points of a millimetre.
const POINTS_A_MM: f64 = 72.0 / 25.4;

/// The fonts of maps.
pub struct Fonts {
    database: Arc<Database>,
}

/// Why there is no drawing.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A font file cannot be read.
    #[error("{0}: {1}")]
    Font(String, std::io::Error),
    /// The SVG text is none.
    #[error("the drawing cannot be read: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// The page or picture has no size.
    #[error("the drawing has no size")]
    Size,
    /// The document cannot be written.
    #[error("the document cannot be written: {0}")]
    Written(String),
}

impl Fonts {
    /// Reads the fonts of a folder.
    ///
    /// # Errors
    /// The file that is missing.
    pub fn read(folder: &Path) -> Result<Self, RenderError> {
        let mut database = Database::new();
        for name in FILES {
            let file = folder.join(name);
            let bytes = std::fs::read(&file).map_err(|error| RenderError::Font(file.display().to_string(), error))?;
            database.load_font_data(bytes);
        }
        Ok(Self { database: Arc::new(database) })
    }

    fn tree(&self, svg: &str) -> Result<Tree, RenderError> {
        let options =
            Options { fontdb: Arc::clone(&self.database), font_family: FONT.to_owned(), ..Options::default() };
        Ok(Tree::from_str(svg, &options)?)
    }

    /// A page of exactly its paper's size; text stays text, and only the letters used are embedded.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn pdf(&self, svg: &str, sheet: &Sheet) -> Result<Vec<u8>, RenderError> {
        let tree = self.tree(svg)?;
        let (width, height) = sheet.paper.size_mm(sheet.orientation);
        let size = Size::from_wh(points(width), points(height)).ok_or(RenderError::Size)?;
        let mut document = Document::new();
        let about = Metadata::new().title(sheet.title.clone()).language(sheet.lang.tag().to_owned());
        document.set_metadata(about.creator("Misto".to_owned()));
        let mut page = document.start_page_with(PageSettings::new(size));
        let mut surface = page.surface();
        surface.draw_svg(&tree, size, SvgSettings::default()).ok_or(RenderError::Size)?;
        surface.finish();
        page.finish();
        document.finish().map_err(|error| RenderError::Written(format!("{error:?}")))
    }

    /// A picture of as many pixels as the drawing has units.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn png(&self, svg: &str) -> Result<Vec<u8>, RenderError> {
        let tree = self.tree(svg)?;
        let size = tree.size().to_int_size();
        let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(RenderError::Size)?;
        resvg::render(&tree, Transform::default(), &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| RenderError::Written(error.to_string()))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a paper size has four digits")]
fn points(millimetres: f64) -> f32 {
    (millimetres * POINTS_A_MM) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::ZlibDecoder;
    use gis_core::crs::Crs;
    use gis_core::draw::{Orientation, Paper};
    use gis_core::geometry::Position;
    use gis_core::text::Lang;
    use std::io::Read;

    fn sheet() -> Sheet {
        Sheet {
            paper: Paper::A4,
            orientation: Orientation::Portrait,
            scale: 1_000,
            center: Position::flat(0.0, 0.0),
            latitude: 47.9,
            system: Crs::CRS84,
            lang: Lang::Uk,
            title: "Карта".to_owned(),
            sources: Vec::new(),
            permalink: String::new(),
            today: chrono::NaiveDate::default(),
            is_cut: false,
        }
    }

    /// The first stream of a document, unpacked: the drawing of its page.
    fn stream(pdf: &[u8]) -> String {
        let mut texts = pdf.windows(7).enumerate().filter(|(_, part)| part == b"stream\n").filter_map(|(at, _)| {
            let mut text = Vec::new();
            ZlibDecoder::new(&pdf[at + 7..]).read_to_end(&mut text).ok()?;
            String::from_utf8(text).ok()
        });
        texts.find(|text| text.contains(" l\n")).expect("a drawing")
    }

    /// Where the lines of a drawing end on the page, points.
    fn line_ends(drawing: &str) -> Vec<[f64; 2]> {
        let (mut matrix, mut kept, mut ends) = ([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], Vec::new(), Vec::new());
        let mut numbers: Vec<f64> = Vec::new();
        for word in drawing.split_whitespace() {
            match word {
                "q" => kept.push(matrix),
                "Q" => matrix = kept.pop().unwrap(),
                "cm" => {
                    let ([a, b, c, d, e, f], m): ([f64; 6], [f64; 6]) = (numbers[..].try_into().unwrap(), matrix);
                    matrix = [
                        a * m[0] + b * m[2],
                        a * m[1] + b * m[3],
                        c * m[0] + d * m[2],
                        c * m[1] + d * m[3],
                        e * m[0] + f * m[2] + m[4],
                        e * m[1] + f * m[3] + m[5],
                    ];
                }
                "m" | "l" => {
                    let (x, y): (f64, f64) = (numbers[0], numbers[1]);
                    let m = matrix;
                    ends.push([x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]]);
                }
                number => {
                    if let Ok(number) = number.parse::<f64>() {
                        numbers.push(number);
                        continue;
                    }
                }
            }
            numbers.clear();
        }
        ends
    }

    #[test]
    fn a_hundred_millimetres_of_the_drawing_are_a_hundred_on_the_page() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">
            <path d="M10 20L110 20" stroke="#123456" fill="none"/></svg>"##;
        let fonts = Fonts { database: Arc::new(Database::new()) };
        let ends = line_ends(&stream(&fonts.pdf(svg, &sheet()).unwrap()));
        let [from, to] = ends[ends.len() - 2..] else { panic!("no line: {ends:?}") };
        let millimetres = (to[0] - from[0]).hypot(to[1] - from[1]) / POINTS_A_MM;
        assert!((millimetres - 100.0).abs() < 0.01, "{millimetres} mm");
        assert!((from[0] / POINTS_A_MM - 10.0).abs() < 0.01, "{from:?}");
    }

    #[test]
    fn a_folder_without_fonts_is_named() {
        let Err(error) = Fonts::read(Path::new("/nowhere")) else { panic!("found") };
        assert!(error.to_string().contains("/nowhere/NotoSans-Regular.ttf"), "{error}");
    }
}
