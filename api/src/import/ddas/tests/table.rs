use crate::import::ddas::fasen::ROWS;

/// The table as docs/import.md shows it.
fn table() -> String {
    let mut table = String::from(
        "| phase | since: the first that is there | else: at the latest since |\n|---|---|---|\n",
    );
    for row in ROWS {
        let list = |paths: &[&str]| {
            let quoted: Vec<String> = paths
                .iter()
                .map(|path| format!("`{}`", path.replace('/', ".")))
                .collect();
            if quoted.is_empty() {
                "–".to_owned()
            } else {
                quoted.join(", ")
            }
        };
        let only = row
            .soort
            .map(|soort| format!(" (soort `{soort}`)"))
            .unwrap_or_default();
        let (since, at_latest) = (list(row.since), list(row.at_latest));
        table.push_str(&format!(
            "| `{}` | {since}{only} | {at_latest}{only} |\n",
            row.fase
        ));
    }
    table
}

#[test]
fn the_documented_table_is_the_one_that_is_used() {
    let documented = include_str!("../../../../../docs/import.md");
    let table = table();
    assert!(
        documented.contains(&table),
        "docs/import.md should have:\n{table}"
    );
}
