use std::sync::LazyLock;

use aws_lc_rs::digest;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};

use super::failure::Failure;

/// A file that is served under a name that tells its content, so that it can be kept for ever.
struct Asset {
    name: String,
    media: &'static str,
    content: Vec<u8>,
}

macro_rules! components {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../assets/vendor/console/", $name, ".css")))),*]
    };
}
macro_rules! fonts {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../assets/vendor/console/", $name, ".woff2")).as_slice())),*]
    };
}

/// The components of the NL Design System that the pages use; VENDOR.md beside them tells which, and whose.
pub(super) const COMPONENTS: [(&str, &str); 23] = components![
    "nl-button",
    "nl-data-badge",
    "nl-heading",
    "nl-link",
    "nl-paragraph",
    "nl-skip-link",
    "utrecht-alert",
    "utrecht-button-group",
    "utrecht-checkbox",
    "utrecht-data-list",
    "utrecht-document",
    "utrecht-form-field",
    "utrecht-form-field-description",
    "utrecht-form-field-error-message",
    "utrecht-form-fieldset",
    "utrecht-form-label",
    "utrecht-page-footer",
    "utrecht-page-header",
    "utrecht-radio-button",
    "utrecht-select",
    "utrecht-table",
    "utrecht-textbox",
    "utrecht-unordered-list"
];

/// Source Sans 3: Latin letters with their accents, regular and semi-bold.
pub(super) const FONTS: [(&str, &[u8]); 4] = fonts![
    "source-sans-3-latin-400-normal",
    "source-sans-3-latin-600-normal",
    "source-sans-3-latin-ext-400-normal",
    "source-sans-3-latin-ext-600-normal"
];

/// What is our own: the tokens, and what no component does.
const OWN: [&str; 2] = [
    include_str!("../../assets/console/tokens.css"),
    include_str!("../../assets/console/console.css"),
];

/// What pages do better where scripts run.
const SCRIPT: &str = include_str!("../../assets/console/console.js");

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut assets: Vec<Asset> = FONTS
        .into_iter()
        .map(|(name, content)| Asset::new(name, "woff2", "font/woff2", content.to_vec()))
        .collect();
    let mut style = String::new();
    for css in COMPONENTS.into_iter().map(|(_, css)| css).chain(OWN) {
        style.push_str(without_source_map(css));
        style.push('\n');
    }
    for (font, asset) in FONTS.iter().zip(&assets) {
        style = style.replace(&format!("font:{}", font.0), &asset.name);
    }
    assets.push(Asset::new(
        "console",
        "js",
        "text/javascript; charset=utf-8",
        SCRIPT.as_bytes().to_vec(),
    ));
    assets.push(Asset::new(
        "console",
        "css",
        "text/css; charset=utf-8",
        style.into_bytes(),
    ));
    assets
});

fn without_source_map(css: &str) -> &str {
    css.rsplit_once("/*# sourceMappingURL=")
        .map_or(css, |(css, _)| css)
}

impl Asset {
    fn new(name: &str, extension: &str, media: &'static str, content: Vec<u8>) -> Self {
        let hash: String = digest::digest(&digest::SHA256, &content)
            .as_ref()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            name: format!("{name}-{hash}.{extension}"),
            media,
            content,
        }
    }
}

/// Where the style sheet is.
pub(super) fn style_path() -> String {
    path_of(".css")
}

/// Where the script is.
pub(super) fn script_path() -> String {
    path_of(".js")
}

fn path_of(extension: &str) -> String {
    let found = ASSETS.iter().find(|asset| asset.name.ends_with(extension));
    format!(
        "/console/bestanden/{}",
        found.map_or("", |asset| asset.name.as_str())
    )
}

/// Serves a file; its name changes with its content.
pub(super) async fn serve(Path(name): Path<String>) -> Result<Response, Failure> {
    let asset = ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .ok_or(Failure::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.media),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.content.as_slice()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendored_files_are_those_that_the_list_names() {
        let list = include_str!("../../assets/vendor/console/VENDOR.md");
        let styles = COMPONENTS.map(|(name, css)| (format!("{name}.css"), css.as_bytes()));
        let fonts = FONTS.map(|(name, bytes)| (format!("{name}.woff2"), bytes));
        for (name, content) in styles.into_iter().chain(fonts) {
            let sum: String = digest::digest(&digest::SHA256, content)
                .as_ref()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let line = list.lines().find(|line| line.contains(&format!("`{name}`")));
            assert!(line.is_some_and(|line| line.contains(&sum)), "{name}: {sum}");
        }
    }

    #[test]
    fn the_style_sheet_names_nothing_from_elsewhere() {
        let style = ASSETS.last().unwrap();
        let text = String::from_utf8(style.content.clone()).unwrap();
        for url in text.split("url(").skip(1) {
            let named = url.split(')').next().unwrap().trim_matches('"');
            let is_ours = ASSETS.iter().any(|asset| asset.name == named);
            assert!(is_ours, "{named}");
        }
        assert!(!text.contains("font:source"));
    }
}
