use std::{collections::BTreeSet, env, fs};

use similar::TextDiff;

use crate::root;

/// Compares with a file of the repository, by its path from the root; `UPDATE=1` writes the file instead.
pub fn expect_file(path: &str, content: &str) {
    let file = root().join(path);
    if updating() {
        fs::create_dir_all(file.parent().expect("a file stands in a folder"))
            .expect("the folder can be made");
        fs::write(&file, content).expect("the file can be written");
        return;
    }
    let checked_in = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        checked_in == content,
        "`{path}` is not what it should be; look at the difference, and if it is meant run this test with UPDATE=1\n{}",
        difference(path, &checked_in, content),
    );
}

/// Compares with `tests/lists/NAME.txt`, a list of exceptions that may only shrink: nothing may be found that it
/// lacks, and what is no longer found is taken off (`UPDATE=1` does that, and adds nothing).
pub fn shrinking_list(name: &str, found: impl IntoIterator<Item = String>) {
    let path = format!("tests/lists/{name}.txt");
    let file = root().join(&path);
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("`{path}`: {error}"));
    let found = found.into_iter().collect();
    if updating() {
        fs::write(&file, keep_lines(&text, &found)).expect("the list can be written");
    }
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("`{path}`: {error}"));
    if let Err(complaint) = compare_list(&text, &found) {
        panic!("`{path}` {complaint}");
    }
}

/// What is wrong between a list as it is checked in and what was found; lines with `#` and empty lines are remarks.
///
/// # Errors
/// What to do about it.
pub fn compare_list(text: &str, found: &BTreeSet<String>) -> Result<(), String> {
    let listed: BTreeSet<String> = text
        .lines()
        .filter(|line| !is_remark(line))
        .map(str::to_owned)
        .collect();
    let new: Vec<_> = found.difference(&listed).cloned().collect();
    let gone: Vec<_> = listed.difference(found).cloned().collect();
    if !new.is_empty() {
        return Err(format!(
            "may only shrink; mend what is new, do not add it:\n{}",
            new.join("\n")
        ));
    }
    if !gone.is_empty() {
        return Err(format!(
            "names what is mended; remove these lines (UPDATE=1 does it):\n{}",
            gone.join("\n")
        ));
    }
    Ok(())
}

fn keep_lines(text: &str, found: &BTreeSet<String>) -> String {
    let kept = text
        .lines()
        .filter(|line| is_remark(line) || found.contains(*line));
    kept.map(|line| format!("{line}\n")).collect()
}

fn is_remark(line: &str) -> bool {
    line.is_empty() || line.starts_with('#')
}

fn difference(path: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .header(path, "now")
        .to_string()
}

fn updating() -> bool {
    env::var_os("UPDATE").is_some_and(|value| value == "1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(items: &[&str]) -> BTreeSet<String> {
        items.iter().map(|item| (*item).to_owned()).collect()
    }

    #[test]
    fn a_list_that_fits_is_accepted_with_its_remarks() {
        assert_eq!(compare_list("# why\n\na\nb\n", &set(&["a", "b"])), Ok(()));
    }

    #[test]
    fn what_is_new_is_refused_before_anything_else() {
        let complaint = compare_list("a\nb\n", &set(&["a", "c"])).unwrap_err();
        assert!(
            complaint.contains("may only shrink") && complaint.ends_with("\nc"),
            "{complaint}"
        );
    }

    #[test]
    fn what_is_mended_must_be_taken_off() {
        let complaint = compare_list("a\nb\n", &set(&["a"])).unwrap_err();
        assert!(
            complaint.contains("remove these lines") && complaint.ends_with("\nb"),
            "{complaint}"
        );
    }

    #[test]
    fn an_update_takes_off_and_never_adds() {
        assert_eq!(keep_lines("# why\na\nb\n", &set(&["b", "c"])), "# why\nb\n");
    }

    #[test]
    fn a_difference_shows_both_sides() {
        let shown = difference("x", "a\nb\n", "a\nc\n");
        assert!(shown.contains("-b\n") && shown.contains("+c\n"), "{shown}");
    }
}
