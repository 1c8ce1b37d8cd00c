//! The four example files are read without a finding about their text, in both languages.

use super::files::findings;
use huashu::base::Lang;
use huashu::syntax::format;

#[test]
fn examples_are_read_in_both_languages() {
    insta::glob!("../examples", "*.hua", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(findings("example", &text, Lang::Zh), "", "{}", path.display());
        let english = format(&text, Some(Lang::En)).unwrap();
        assert_eq!(findings("example", &english, Lang::En), "", "{}", path.display());
    });
}
