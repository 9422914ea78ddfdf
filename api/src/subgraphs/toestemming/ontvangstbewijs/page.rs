use askama::Template;
use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Ontvangstbewijs, Teksten};

const STYLE: &str = include_str!("../../../../assets/teksten/ontvangstbewijs.css");

/// The receipt as a page to print on A4, without scripts.
#[derive(Template)]
#[template(path = "ontvangstbewijs.html")]
pub struct Page<'a> {
    t: &'a Teksten,
    bewijs: &'a Ontvangstbewijs,
    code: Option<String>,
    style: &'static str,
}

impl<'a> Page<'a> {
    /// The page, with the code where it is handed out now.
    pub fn new(t: &'a Teksten, bewijs: &'a Ontvangstbewijs, code: Option<&str>) -> Self {
        Self {
            t,
            bewijs,
            code: code.map(in_fours),
            style: STYLE,
        }
    }
}

/// What a Content-Security-Policy names to allow the page's own style and no other (CSP level 3).
pub fn style_hash() -> String {
    let hash = digest::digest(&digest::SHA256, STYLE.as_bytes());
    format!("'sha256-{}'", STANDARD.encode(hash))
}

/// Groups of four are read without losing the place.
fn in_fours(code: &str) -> String {
    let characters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = characters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}
