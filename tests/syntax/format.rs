//! The formatter keeps what a script says, in either language.

use huashu::base::Lang;
use huashu::syntax::format;
use proptest::test_runner::TestCaseError;

/// If a text can be formatted, a second time changes nothing, and it comes back from English byte for byte.
pub(crate) fn survives(text: &str) -> Result<(), TestCaseError> {
    let once = match format(text, Some(Lang::Zh)) {
        Ok(once) => once,
        Err(findings) => {
            let own = findings.iter().any(|d| d.message.en.contains("formatting would change"));
            proptest::prop_assert!(!own, "formatting changes {text:?}");
            return Ok(());
        }
    };
    let again = format(&once, Some(Lang::Zh));
    proptest::prop_assert_eq!(again.as_deref().ok(), Some(once.as_str()), "a second time");
    let english = format(&once, Some(Lang::En));
    proptest::prop_assert!(english.is_ok(), "no English of {:?}", once);
    let english = english.unwrap_or_default();
    proptest::prop_assert_eq!(format(&english, Some(Lang::En)).ok(), Some(english.clone()), "English a second time");
    proptest::prop_assert_eq!(format(&english, Some(Lang::Zh)).ok(), Some(once.clone()), "back from {:?}", english);
    Ok(())
}

#[test]
fn examples_change_in_spaces_alone() {
    insta::glob!("../examples", "*.hua", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let once = format(&text, None).unwrap();
        assert_eq!(format(&once, None).unwrap(), once);
        assert_eq!(words(&once), words(&text));
        survives(&text).unwrap();
    });
}

#[test]
fn files_of_every_construct_survive() {
    insta::glob!(".", "*/*.hua", |path| {
        survives(&std::fs::read_to_string(path).unwrap()).unwrap();
    });
}

/// Lines as words, round brackets of one width.
fn words(text: &str) -> Vec<String> {
    text.replace('（', "(").replace('）', ")").lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}
