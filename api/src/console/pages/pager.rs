//! Long lists, a page at a time.

/// A list on a page, and which part of it an address asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct List<'a> {
    /// The id of its heading, where the page is opened.
    pub(super) heading: &'static str,
    /// What the address calls its page.
    pub(super) field: &'static str,
    /// Which page of it is asked for: a number, or all.
    pub(super) page: &'a str,
    /// Where it stands.
    pub(super) path: &'a str,
    /// What else the address says.
    pub(super) others: &'a [(&'a str, &'a str)],
}

/// Which part of a list is shown, and the ways to the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pager {
    /// The id of the heading of the list.
    pub(super) heading: &'static str,
    /// The page that is shown, from 1.
    pub(super) page: usize,
    /// How many there are.
    pub(super) pages: usize,
    /// How many there are in the whole list.
    pub(super) total: usize,
    /// Where the page before is.
    pub(super) before: Option<String>,
    /// Where the page after is.
    pub(super) after: Option<String>,
    /// Where all are shown as one page, to be printed.
    pub(super) whole: Option<String>,
}

/// The word of an address that asks for the whole list.
const WHOLE: &str = "alles";

impl Pager {
    /// The part of a list that an address asks for.
    pub(super) fn of<'a, T>(all: &'a [T], size: usize, list: &List<'_>) -> (Self, &'a [T]) {
        let List { heading, path, .. } = *list;
        let pages = all.len().div_ceil(size).max(1);
        let link = |page: &str| {
            let named = list.others.iter().copied().chain([(list.field, page)]);
            format!("{path}?{}#{heading}", query_of(named))
        };
        if list.page == WHOLE {
            let whole = Self {
                heading,
                page: 1,
                pages: 1,
                total: all.len(),
                ..Self::default()
            };
            return (whole, all);
        }
        let page = list.page.parse().unwrap_or(1).clamp(1, pages);
        let shown = all.chunks(size).nth(page - 1).unwrap_or_default();
        let pager = Self {
            heading,
            page,
            pages,
            total: all.len(),
            before: (page > 1).then(|| link(&(page - 1).to_string())),
            after: (page < pages).then(|| link(&(page + 1).to_string())),
            whole: (pages > 1).then(|| link(WHOLE)),
        };
        (pager, shown)
    }
}

/// What an address says after its question mark; nothing is said of what is empty.
pub(super) fn query_of<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let said = fields.into_iter().filter(|(_, value)| !value.is_empty());
    reqwest::Url::parse_with_params("http://x.invalid/", said)
        .ok()
        .and_then(|url| url.query().map(str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_into_pages_that_know_of_each_other() {
        let all: Vec<u8> = (0..7).collect();
        let of = |page| {
            let list = List {
                heading: "lijst",
                field: "pagina",
                page,
                path: "/p",
                others: &[("a", "x&y"), ("leeg", "")],
            };
            Pager::of(&all, 3, &list)
        };
        let (first, shown) = of("");
        assert_eq!(
            (first.page, first.pages, first.total, shown),
            (1, 3, 7, &all[..3])
        );
        assert_eq!(first.after.as_deref(), Some("/p?a=x%26y&pagina=2#lijst"));
        assert_eq!(first.before, None);
        let (last, shown) = of("99");
        assert_eq!((last.page, last.after, shown), (3, None, &all[6..]));
        let (whole, shown) = of("alles");
        assert_eq!((whole.pages, shown.len()), (1, 7));
    }

    #[test]
    fn an_empty_list_has_one_page() {
        let list = List {
            heading: "lijst",
            field: "pagina",
            page: "2",
            path: "/p",
            others: &[],
        };
        let (pager, shown) = Pager::of::<u8>(&[], 3, &list);
        assert_eq!((pager.page, pager.pages, shown.len()), (1, 1, 0));
        assert_eq!(pager.whole, None);
    }
}
