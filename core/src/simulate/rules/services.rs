//! What a service catalogue would add.

use serde_json::{Value, json};

use super::{OBJECT, allow};
use crate::action::Action;
use crate::simulate::custom_form::simulate;
use crate::simulate::services::ServiceFacts;
use crate::simulate::{EvalDecision, SimulatePolicyOutput, SimulationError};

/// A catalogue of one service: `shop:Buy` takes items, `shop:List` nothing.
struct Shop;

impl ServiceFacts for Shop {
    fn knows(&self, action: &Action) -> Option<bool> {
        Some(matches!(action.lower(), "shop:buy" | "shop:list"))
    }

    fn fits(&self, action: &Action, resource: &str) -> Option<bool> {
        self.knows(action)?.then(|| action.lower() == "shop:buy" && resource.contains(":item/"))
    }

    fn template(&self, action: &Action) -> Option<&str> {
        (action.service() == "shop").then_some("shop::${Account}:item/${Item}")
    }
}

const ITEM: &str = "arn:aws:shop::111122223333:item/1";

fn ask(actions: &Value, resources: &Value) -> Result<SimulatePolicyOutput, SimulationError> {
    let input = json!({ "PolicyInputList": [allow("*")], "ActionNames": actions, "ResourceArns": resources });
    simulate(&serde_json::from_value(input).unwrap(), &Shop)
}

#[test]
fn sim_action_mixing() {
    let mixed = json!(["shop:Buy", "shop:B*", "shop:List", "x:y"]);
    let error = ask(&mixed, &json!([ITEM])).unwrap_err();
    assert_eq!(
        error.message,
        "Invalid Input Actions: [shop:Buy,shop:List] and [shop:B*,x:y] require different authorization information. "
    );
    assert!(ask(&mixed, &json!([])).is_ok());
    // unknown ones alone: `*`, and no check of types
    let output = ask(&json!(["x:y"]), &json!([ITEM, OBJECT])).unwrap();
    let result = &output.evaluation_results[0];
    assert_eq!((result.eval_resource_name.as_deref(), result.eval_decision), (Some("*"), EvalDecision::Allowed));
}

#[test]
fn sim_resource_type_check() {
    let output = ask(&json!(["shop:Buy", "shop:List"]), &json!([ITEM, OBJECT])).unwrap();
    let [buy, list] = &output.evaluation_results[..] else { panic!("two actions") };
    assert_eq!(buy.eval_resource_name.as_deref(), Some("arn:aws:shop::${Account}:item/${Item}"));
    assert_eq!(buy.eval_decision, EvalDecision::ImplicitDeny);
    let decisions =
        buy.resource_specific_results.iter().map(|one| (one.eval_resource_decision, one.matched_statements.len()));
    assert_eq!(decisions.collect::<Vec<_>>(), [(EvalDecision::Allowed, 1), (EvalDecision::ImplicitDeny, 0)]);
    assert!(list.resource_specific_results.iter().all(|one| one.eval_resource_decision == EvalDecision::ImplicitDeny));
    let without = ask(&json!(["shop:List"]), &json!([])).unwrap();
    assert_eq!(without.evaluation_results[0].eval_decision, EvalDecision::Allowed);
}
