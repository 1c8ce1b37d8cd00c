//! Model to program: the code of small scripts, one construct a file.

use huashu::base::{Level, Source, Sources};
use huashu::lower::{Lowered, lower};
use huashu::program::Op;
use huashu::sema::{Package, SourceFile, Workspace, analyse};
use std::fmt::Write;

/// Compiles one file that must be free of errors.
fn compile(text: &str) -> Lowered {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("脚本.hua", text));
    let parsed = huashu::syntax::parse(id, text);
    let tree = parsed.tree;
    let files = vec![SourceFile { id, stem: "脚本".into(), origin: "脚本".into(), tree: tree.into() }];
    let packages = vec![Package { name: "脚本".into(), files, ..Package::default() }];
    let analysis = analyse(&Workspace { packages, ..Workspace::default() }, &sources);
    let found: Vec<_> = parsed.diagnostics.iter().chain(&analysis.diagnostics).filter(|d| d.level >= Level::Error).collect();
    assert!(found.is_empty(), "{found:#?}");
    lower(&analysis.model, &sources)
}

/// The code with its lines in the source, then steps, handlers and options by where their code begins.
fn listing(lowered: &Lowered) -> String {
    let program = &lowered.program;
    let mut out = String::new();
    for (pc, (op, place)) in program.code.iter().zip(&lowered.sources.code).enumerate() {
        let _ = writeln!(out, "{pc:>3}  :{:<3} {}", place.1, serde_json::to_string(op).unwrap());
    }
    for flow in &program.flows {
        let _ = writeln!(out, "flow {} ({})", flow.name, flow.vars.iter().map(|v| v.name.as_str()).collect::<Vec<_>>().join(", "));
        let handlers = |list: &[huashu::program::Handler]| list.iter().map(|h| h.body).collect::<Vec<_>>();
        let options =
            |list: &[huashu::program::Opt]| list.iter().map(|o| (program.labels[o.label as usize].clone(), o.body)).collect::<Vec<_>>();
        let _ = writeln!(out, "  anytime {:?} {:?}", options(&flow.options), handlers(&flow.handlers));
        for step in &flow.steps {
            let _ = writeln!(out, "  step {} @{} {:?} {:?}", step.name, step.entry, options(&step.options), handlers(&step.handlers));
        }
    }
    for line in &program.lines {
        let _ = writeln!(out, "line {} {}", line.id, serde_json::to_string(&line.parts).unwrap());
    }
    let watched: [(&str, Vec<String>); 3] = [
        ("stretch", program.stretches.iter().map(|s| serde_json::to_string(s).unwrap()).collect()),
        ("metric", program.metrics.iter().map(|m| serde_json::to_string(m).unwrap()).collect()),
        ("score", program.score.iter().map(|s| serde_json::to_string(s).unwrap()).collect()),
    ];
    for (what, all) in watched {
        for one in all {
            let _ = writeln!(out, "{what} {one}");
        }
    }
    for rule in &program.rules {
        let head = huashu::program::Rule { sentences: Vec::new(), ..rule.clone() };
        let _ = writeln!(out, "rule {}", serde_json::to_string(&head).unwrap());
        for sentence in &rule.sentences {
            let _ = writeln!(out, "  {}", serde_json::to_string(sentence).unwrap());
        }
    }
    for citation in &program.citations {
        let _ = writeln!(out, "cites {} {} {:?}", citation.clause, citation.carrier, citation.words);
    }
    out
}

/// The scripts beside this file, in order of name.
fn scripts() -> Vec<std::path::PathBuf> {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lower");
    let mut found: Vec<_> = std::fs::read_dir(here).unwrap().map(|e| e.unwrap().path()).collect();
    found.retain(|p| p.extension().is_some_and(|e| e == "hua"));
    found.sort();
    found
}

#[test]
fn code_of_each_construct() {
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false }, {
        for path in scripts() {
            let text = std::fs::read_to_string(&path).unwrap();
            insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), listing(&compile(&text)));
        }
    });
}

#[test]
fn every_target_is_inside_the_code() {
    let lowered = compile(include_str!("../examples/home-service.hua"));
    let end = lowered.program.code.len() as u32;
    assert_eq!(lowered.program.code.len(), lowered.sources.code.len());
    for op in &lowered.program.code {
        let targets: Vec<u32> = match op {
            Op::Jump(to) | Op::Continue(to) | Op::Unless(_, to) | Op::Again(to, ..) | Op::CloseHere(to) => vec![*to],
            Op::Branch(branch) => branch.rows.iter().map(|(_, to)| *to).chain([branch.otherwise]).collect(),
            Op::Wait(wait) => wait.arms.iter().map(|a| a.body).chain(wait.timeout).chain([wait.then]).collect(),
            Op::Do(act) => act.timeout.into_iter().collect(),
            _ => Vec::new(),
        };
        assert!(targets.iter().all(|to| *to < end), "{op:?}");
    }
}

#[test]
fn the_same_text_gives_the_same_program() {
    let text = include_str!("../examples/home-service.hua");
    let (one, other) = (compile(text), compile(text));
    assert_eq!(one.program, other.program);
    assert_eq!(one.sources, other.sources);
}

#[test]
fn layout_and_comments_do_not_reach_the_program() {
    let text = include_str!("../examples/home-service.hua");
    let loose: String = text.lines().map(|l| format!("{}\n\n", l.split("  #").next().unwrap_or(l))).collect();
    let without_docs =
        |text: &str| compile(&text.lines().filter(|l| !l.trim_start().starts_with('#')).map(|l| format!("{l}\n")).collect::<String>());
    assert_eq!(without_docs(text).program, without_docs(&loose).program);
}

#[test]
fn lengths_counted_on_a_calendar_are_compiled() {
    let lowered = compile(include_str!("../examples/callback.hua"));
    assert_eq!(lowered.program.calendar, Some(0));
}

#[test]
fn every_example_is_compiled_whole_and_sound() {
    for text in [
        include_str!("../examples/callback.hua"),
        include_str!("../examples/complaint-case.hua"),
        include_str!("../examples/home-service.hua"),
        include_str!("../examples/rules.hua"),
        include_str!("rule.hua"),
    ] {
        let lowered = compile(text);
        huashu::program::validate(&lowered.program).unwrap();
    }
}

#[test]
fn limits_carry_their_citations() {
    let lowered = compile(include_str!("../examples/complaint-case.hua"));
    let carried = |clause: &str| -> Vec<String> {
        let found = lowered.program.citations.iter().filter(|c| c.clause == clause);
        found.map(|c| c.carrier.to_string()).collect()
    };
    assert_eq!(carried("R004-072"), ["期限 分公司服务限"]);
    assert!(carried("R004-020").contains(&"升级 投诉升级".to_owned()));
    assert_eq!(carried("R004-032"), ["周期 建议汇总"]);
    assert_eq!(carried("R004-031"), ["留存 投诉单"]);
}
