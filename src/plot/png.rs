//! Pictures in pixels.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Error, Options, Tree};

/// Latin, Greek, Cyrillic, Hebrew, Arabic, Armenian and Georgian letters of `DejaVu` Sans, and symbols.
const FONT: &[u8] = include_bytes!("font/DejaVuSans-subset.ttf");

/// The most pixels in a row.
const WIDEST: u32 = 20_000;

/// Why a picture has no pixels.
///
/// ```
/// use sociogram::plot::{Picture, PngError};
/// use sociogram::{Conversation, Turns};
///
/// let picture = Picture::timeline(&Conversation::new(Turns::new())?, None);
/// assert!(matches!(picture.png(0, &[]), Err(PngError::Width { found: 0 })));
/// # Ok::<(), sociogram::ConversationError>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PngError {
    /// There are no pixels, or too many.
    #[error("a picture is 1 to {WIDEST} pixels wide, not {found}")]
    Width {
        /// What was asked for.
        found: u32,
    },
    /// The picture has more pixels than there is memory for.
    #[error("the picture has more pixels than there is memory for")]
    Memory,
    /// The drawing is none that the renderer takes.
    #[error("the picture cannot be drawn")]
    Drawing(#[source] Box<dyn std::error::Error + Send + Sync>),
}

pub(super) fn draw(svg: &str, width: u32, fonts: &[Vec<u8>]) -> Result<Vec<u8>, PngError> {
    if width == 0 || width > WIDEST {
        return Err(PngError::Width { found: width });
    }
    let mut database = Database::new();
    database.load_font_data(FONT.to_vec());
    for font in fonts {
        database.load_font_data(font.clone());
    }
    database.set_sans_serif_family("DejaVu Sans");
    let options = Options {
        font_family: "DejaVu Sans".to_owned(),
        fontdb: Arc::new(database),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error: Error| drawing(error))?;
    let scale = width as f32 / tree.size().width();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float as an integer is cut to what fits"
    )]
    let height = (tree.size().height() * scale).ceil() as u32;
    let mut pixels = Pixmap::new(width, height).ok_or(PngError::Memory)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(drawing)
}

fn drawing(error: impl std::error::Error + Send + Sync + 'static) -> PngError {
    PngError::Drawing(Box::new(error))
}
