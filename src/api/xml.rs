//! Object storage answers in XML; checks read JSON. Elements become members, repeated elements arrays, text strings.

use roxmltree::{Document, Node};
use serde_json::{Map, Value};

/// Deeper documents are refused; no answer has a tenth of it.
const DEEPEST: usize = 64;

/// Converts an XML document; the root element becomes the outermost value. Attributes and namespaces are dropped.
///
/// # Errors
/// What is wrong with the document; a document type is.
pub fn xml_to_json(text: &str) -> Result<Value, String> {
    let document = Document::parse(text).map_err(|e| e.to_string())?;
    convert(document.root_element(), 0)
}

fn convert(element: Node<'_, '_>, depth: usize) -> Result<Value, String> {
    if depth > DEEPEST {
        return Err("nested too deeply".into());
    }
    let mut members = Map::new();
    for child in element.children().filter(Node::is_element) {
        insert(&mut members, child.tag_name().name().to_owned(), convert(child, depth + 1)?);
    }
    if !members.is_empty() {
        return Ok(Value::Object(members));
    }
    let text: String = element.children().filter_map(|child| child.text()).collect();
    Ok(Value::String(text.trim().to_owned()))
}

fn insert(into: &mut Map<String, Value>, name: String, value: Value) {
    match into.get_mut(&name) {
        None => {
            into.insert(name, value);
        }
        Some(Value::Array(list)) => list.push(value),
        Some(first) => {
            let one = first.take();
            *first = Value::Array(vec![one, value]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn repeated_elements_become_a_list_and_text_keeps_its_entities() {
        let xml = "<?xml version=\"1.0\"?><R xmlns=\"u\"><B><N>a &amp; b</N></B><B><N>c&#x41;</N></B><E/></R>";
        let json = xml_to_json(xml).unwrap();
        assert_eq!(json, json!({ "B": [{ "N": "a & b" }, { "N": "cA" }], "E": "" }));
    }

    #[test]
    fn a_broken_document_and_a_document_type_are_refused() {
        assert!(xml_to_json("<a><b></a>").is_err());
        assert!(xml_to_json("<a><b>").is_err());
        assert!(xml_to_json("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>").is_err());
        assert!(xml_to_json("").is_err());
    }
}
