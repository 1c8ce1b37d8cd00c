//! Build servers: which report each gets unasked, that nothing is in colour there, and the files that are ready to be copied.

use super::{Ran, command, fresh, huashu, ran, root, write};
use std::path::Path;
use std::process::Command;

const FAULTY: &str = "流程 来电\n  环节 一\n    转 二\n";

fn check(folder: &Path, env: &[(&str, &str)], args: &[&str]) -> Ran {
    let mut command = command(folder, &[&["check", "错.hua"], args].concat());
    ran(command.envs(env.iter().copied()).output().expect("the command"))
}

#[test]
fn each_server_gets_its_report_where_there_is_room_for_it() {
    let folder = fresh();
    write(folder.path(), "错.hua", FAULTY);
    let file = folder.path().join("gl-code-quality-report.json");
    let github = [("CI", "true"), ("GITHUB_ACTIONS", "true")];
    let commands = |ran: &Ran| ran.out.lines().filter(|l| l.starts_with("::error file=错.hua,")).count();
    let plain = check(folder.path(), &[], &[]);
    let ours = check(folder.path(), &github, &[]);
    assert_eq!((commands(&plain), commands(&ours), ours.code), (0, 1, 1));
    assert!(ours.out.starts_with(&plain.out), "what people read comes first, as ever");
    assert_eq!(commands(&check(folder.path(), &github, &["--report", "human", "--report", "github"])), 1);
    assert_eq!(commands(&check(folder.path(), &github, &["--report", "sarif=出.sarif"])), 1);
    assert_eq!(commands(&check(folder.path(), &github, &["--report", "json"])), 0);
    assert_eq!(commands(&check(folder.path(), &github, &["--report", "github=出.txt"])), 0);
    assert_eq!(commands(&check(folder.path(), &github, &["--ci", "none"])), 0);
    assert_eq!(commands(&check(folder.path(), &[], &["--ci", "github"])), 1);
    assert!(!file.exists());
    let gitlab = [("CI", "true"), ("GITLAB_CI", "true")];
    assert_eq!(check(folder.path(), &gitlab, &["--report", "gitlab=别处.json"]).code, 1);
    assert!(!file.exists() && folder.path().join("别处.json").exists());
    let ours = check(folder.path(), &gitlab, &[]);
    assert_eq!(ours.out, plain.out);
    assert!(std::fs::read_to_string(file).expect("the report").contains("\"path\":\"错.hua\""));
}

#[test]
fn colours_are_there_when_they_are_asked_for() {
    let folder = fresh();
    write(folder.path(), "错.hua", FAULTY);
    let colour = |env: &[(&str, &str)], args: &[&str]| check(folder.path(), env, args).out.contains('\u{1b}');
    assert!(!colour(&[], &[]) && !colour(&[("CI", "1")], &[]));
    assert!(colour(&[], &["--color", "always"]) && colour(&[("CI", "1")], &["--color", "always"]));
    assert!(!colour(&[], &["--color", "never"]) && !colour(&[], &["--color", "auto"]));
}

/// The `huashu` commands of a file, in its order: behind `run:`, `entry:` or a dash, and in a console.
fn commands(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim_start);
    let behind = |l: &str| ["run: ", "entry: ", "- ", "$ "].iter().find_map(|head| l.strip_prefix(head).map(str::to_owned));
    lines.filter_map(behind).filter(|command| command.starts_with("huashu ")).collect()
}

#[test]
fn every_command_of_the_ready_made_files_runs() {
    for (name, count) in [("README.md", 4), ("github.yml", 4), ("gitlab.yml", 4), ("pre-commit-hooks.yaml", 3)] {
        let text = std::fs::read_to_string(root().join("docs/ci").join(name)).expect("the file");
        let found = commands(&text);
        assert_eq!(found.len(), count, "{name}: {found:?}");
        let folder = fresh();
        let git = |args: &[&str]| {
            let identity = ["-c", "user.name=甲", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
            assert!(Command::new("git").current_dir(folder.path()).args(identity).args(args).status().expect("git").success());
        };
        git(&["init", "-q"]);
        git(&["add", "."]);
        git(&["commit", "-qm", "一"]);
        for command in found {
            let mut args: Vec<&str> = command.split_whitespace().skip(1).collect();
            // A hook gets the names of what is committed.
            if name.starts_with("pre-commit") && args.len() == 1 {
                args.push("店/来电.hua");
            }
            let ran = huashu(folder.path(), &args);
            assert_eq!(ran.code, 0, "{name}: {command}\n{}{}", ran.out, ran.err);
        }
        for written in text.split([' ', '=']).map(str::trim).filter(|w| w.ends_with(".sarif") || w.ends_with(".xml")) {
            assert!(folder.path().join(written).exists(), "{name} speaks of {written}, which nothing writes");
        }
    }
    let hooks = std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).expect("the hooks");
    let config = std::fs::read_to_string(root().join("docs/ci/pre-commit-config.yaml")).expect("the file");
    for id in config.lines().filter_map(|l| l.trim().strip_prefix("- id: ")) {
        assert!(hooks.contains(&format!("- id: {id}\n")), "there is no hook {id}");
    }
}
