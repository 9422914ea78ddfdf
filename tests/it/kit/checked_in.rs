use schakel_tests::{expect_file, shrinking_list};

#[test]
#[should_panic(expected = "is not what it should be")]
fn a_file_that_differs_fails() {
    expect_file("tests/lists/kit.txt", "something else");
}

#[test]
fn a_file_that_is_equal_passes() {
    expect_file(
        "tests/lists/kit.txt",
        "# For the test of the kit: one exception.\neen uitzondering\n",
    );
}

#[test]
fn a_list_that_fits_passes() {
    shrinking_list("kit", ["een uitzondering".to_owned()]);
}

#[test]
#[should_panic(expected = "may only shrink")]
fn a_list_that_would_grow_fails() {
    shrinking_list("kit", ["een uitzondering".to_owned(), "nog een".to_owned()]);
}

#[test]
#[should_panic(expected = "kit-none.txt")]
fn a_list_that_is_not_there_fails() {
    shrinking_list("kit-none", []);
}
