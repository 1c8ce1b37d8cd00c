//! The formatter keeps what a script says, in either language.

use huashu::base::Lang;
use huashu::syntax::format;

#[test]
fn examples_survive() {
    insta::glob!("../examples", "*.hua", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let zh = format(&text, None).unwrap();
        if let Ok(dir) = std::env::var("SHOW_DIR") {
            std::fs::write(format!("{dir}/{}", path.file_name().unwrap().to_str().unwrap()), &zh).unwrap();
        }
        assert_eq!(format(&zh, None).unwrap(), zh, "a second time changes nothing");
        let en = format(&zh, Some(Lang::En)).unwrap();
        if let Ok(dir) = std::env::var("SHOW_DIR") {
            std::fs::write(format!("{dir}/{}.en", path.file_name().unwrap().to_str().unwrap()), &en).unwrap();
        }
        assert_eq!(format(&en, Some(Lang::Zh)).unwrap(), zh, "to English and back");
        assert_eq!(squeezed(&zh), squeezed(&text.replace('（', "(").replace('）', ")")));
    });
}

/// Runs of spaces as one.
fn squeezed(text: &str) -> Vec<String> {
    text.replace('（', "(").replace('）', ")").lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}
