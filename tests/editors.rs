//! The files in `editors/` that are to be copied: each can be read by what it is for, and starts the server as it is started.

use serde_json::Value;
use std::fs;
use std::path::Path;

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("editors").join(path)).expect("there is such a file")
}

fn json(path: &str) -> Value {
    // Sublime Text's has comments, a line each.
    let text: String = text(path).lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn configuration_starts_the_server() {
    let kate = json("kate/settings.json");
    for (language, server) in kate["servers"].as_object().expect("it has servers") {
        assert_eq!(server["command"], serde_json::json!(["regards", "server"]), "{language}");
    }
    assert_eq!(json("sublime/LSP.sublime-settings")["clients"]["regards"]["command"][1], "server");
    assert_eq!(json("vim/coc-settings.json")["languageserver"]["regards"]["args"][0], "server");
    let helix: toml::Table = text("helix/languages.toml").parse().expect("it is TOML");
    assert_eq!(helix["language-server"]["regards"]["args"][0].as_str(), Some("server"));
    for language in helix["language"].as_array().expect("it has languages") {
        let servers = language["language-servers"].as_array().expect("it has servers");
        assert!(servers.iter().any(|server| server.as_str() == Some("regards")), "{language}");
    }
    let zed: toml::Table = text("zed/extension.toml").parse().expect("it is TOML");
    assert_eq!(zed["version"].as_str(), Some(env!("CARGO_PKG_VERSION")));
}
