#include "policy/policycompiler.h"

#include <algorithm>
#include <cstring>
#include <sstream>

namespace qd::lab::policy {

namespace {

#define QD_LIMIT_NAMES " retry-after-header-name retry-after-variable-name remaining-calls-header-name remaining-calls-variable-name total-calls-header-name"
constexpr const char *rateNames = "calls!@:int renewal-period!@:int increment-condition@ increment-count@:int" QD_LIMIT_NAMES;
constexpr const char *rateByKeyNames = "calls!@:int renewal-period!@:int counter-key!@ increment-condition@ increment-count@:int" QD_LIMIT_NAMES;
#undef QD_LIMIT_NAMES
constexpr const char *tokenNames = "counter-key!@ tokens-per-minute:int token-quota:int token-quota-period=Hourly|Daily|Weekly|Monthly|Yearly estimate-prompt-tokens!:bool "
                                   "retry-after-header-name retry-after-variable-name remaining-quota-tokens-header-name remaining-quota-tokens-variable-name "
                                   "remaining-tokens-header-name remaining-tokens-variable-name tokens-consumed-header-name tokens-consumed-variable-name";
constexpr const char *cacheNames = "score-threshold!:number embeddings-backend-id! embeddings-backend-auth!=system-assigned ignore-system-messages:bool max-message-count:int";

std::vector<PolicySpec> makeSpecs()
{
    return {
        {"base", "iboe", "", "", makeBase},
        {"choose", "iboe", "", "when otherwise", makeChoose},
        {"return-response", "iboe", "response-variable-name", "set-status set-header set-body", makeReturnResponse},
        {"mock-response", "iboe", "status-code:int content-type", "", makeMockResponse},
        {"retry", "iboe", "condition!@ count!@:int interval@:int max-interval@:int delta@:int first-fast-retry@:bool", "policies", makeRetry},
        {"forward-request", "b", "timeout@:int timeout-ms@:int continue-timeout:int http-version=1|2|2or1 follow-redirects:bool buffer-request-body:bool buffer-response:bool fail-on-error-status-code:bool", "", makeForwardRequest},
        {"include-fragment", "iboe", "fragment-id!", "", makeIncludeFragment},
        {"set-variable", "iboe", "name! value!@", "", makeSetVariable},
        {"trace", "iboe", "source! severity=verbose|information|error", "message metadata", makeTrace},
        {"set-header", "iboe", "name!@ exists-action@=override|skip|append|delete", "value", makeSetHeader},
        {"set-body", "iboe", "template=liquid xsi-nil=blank|null parse-date:bool", "text", makeSetBody},
        {"set-status", "iboe", "code!@:int reason@", "", makeSetStatus},
        {"set-method", "iboe", "", "text", makeSetMethod},
        {"set-query-parameter", "iboe", "name!@ exists-action@=override|skip|append|delete", "value", makeSetQueryParameter},
        {"set-backend-service", "ib", "base-url@ backend-id@ sf-resolve-condition sf-service-instance-name", "", makeSetBackendService},
        {"rewrite-uri", "i", "template!@ copy-unmatched-params:bool", "", makeRewriteUri},
        {"find-and-replace", "iboe", "from!@ to!@", "", makeFindAndReplace},
        {"cors", "i", "allow-credentials:bool terminate-unmatched-request:bool", "allowed-origins allowed-methods allowed-headers expose-headers", makeCors},
        {"check-header", "i", "name!@ failed-check-httpcode!@:int failed-check-error-message!@ ignore-case!@:bool", "value", makeCheckHeader},
        {"ip-filter", "i", "action!@=allow|forbid", "address address-range", makeIpFilter},
        {"rate-limit", "i", rateNames, "", makeRateLimit},
        {"rate-limit-by-key", "i", rateByKeyNames, "", makeRateLimit},
        {"quota", "i", "calls@:int bandwidth@:int renewal-period!@:int increment-condition@ increment-count@:int", "", makeQuota},
        {"quota-by-key", "i", "calls@:int bandwidth@:int renewal-period!@:int counter-key!@ increment-condition@ increment-count@:int first-period-start", "", makeQuota},
        {"llm-token-limit", "i", tokenNames, "", makeTokenLimit},
        {"azure-openai-token-limit", "i", tokenNames, "", makeTokenLimit},
        {"emit-metric", "iboe", "name! value@:number namespace", "dimension", makeEmitMetric},
        {"llm-emit-token-metric", "i", "namespace", "dimension", makeEmitTokenMetric},
        {"azure-openai-emit-token-metric", "i", "namespace", "dimension", makeEmitTokenMetric},
        {"llm-semantic-cache-lookup", "i", cacheNames, "vary-by", makeNothing},
        {"azure-openai-semantic-cache-lookup", "i", cacheNames, "vary-by", makeNothing},
        {"llm-semantic-cache-store", "o", "duration!@:int", "", makeNothing},
        {"azure-openai-semantic-cache-store", "o", "duration!@:int", "", makeNothing},
        {"authentication-managed-identity", "i", "resource!@ client-id@ output-token-variable-name ignore-error:bool", "", makeManagedIdentity},
        {"cache-lookup-value", "iboe", "key!@ variable-name! default-value@ caching-type=internal|external|prefer-external", "", makeCacheLookupValue},
        {"cache-store-value", "iboe", "key!@ value!@ duration!@:int caching-type=internal|external|prefer-external", "", makeCacheStoreValue},
        {"cache-remove-value", "iboe", "key!@ caching-type=internal|external|prefer-external", "", makeCacheRemoveValue},
    };
}

/// Real policies that the lab does not run.
constexpr const char *const otherPolicies[] = {
    "authentication-basic", "authentication-certificate", "cache-lookup", "cache-store", "cross-domain", "get-authorization-context",
    "invoke-dapr-binding", "json-to-xml", "jsonp", "limit-concurrency", "llm-content-safety", "log-to-eventhub", "proxy", "publish-to-dapr",
    "redirect-content-urls", "send-one-way-request", "send-request", "validate-azure-ad-token", "validate-client-certificate",
    "validate-content", "validate-headers", "validate-jwt", "validate-odata-request", "validate-parameters", "validate-status-code",
    "wait", "xml-to-json", "xsl-transform"};

/// One attribute of a spec, taken apart.
struct AttributeRule {
    std::string name;
    std::string literal; ///< "int", "number", "bool", or the choices after "="
    bool isRequired = false;
    bool takesExpression = false;
    bool isChoice = false;
};

AttributeRule ruleOf(const std::string &word)
{
    AttributeRule rule;
    const size_t end = word.find_first_of("!@:=");
    rule.name = word.substr(0, end);
    for (size_t i = end; i < word.size(); ++i) {
        rule.isRequired = rule.isRequired || word[i] == '!';
        rule.takesExpression = rule.takesExpression || word[i] == '@';
        if (word[i] == ':' || word[i] == '=') {
            rule.isChoice = word[i] == '=';
            rule.literal = word.substr(i + 1);
            break;
        }
    }
    return rule;
}

std::vector<std::string> words(const char *text, char separator = ' ')
{
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string word; std::getline(in, word, separator);)
        if (!word.empty())
            out.push_back(word);
    return out;
}

bool fitsLiteral(const AttributeRule &rule, const std::string &text)
{
    if (rule.literal.empty() || text.find("{{") != std::string::npos)
        return true;
    if (rule.isChoice) {
        const std::vector<std::string> choices = words(rule.literal.c_str(), '|');
        return std::find(choices.begin(), choices.end(), text) != choices.end();
    }
    if (rule.literal == "bool")
        return text == "true" || text == "false";
    const bool digits = !text.empty() && text.size() < 12 && text.find_first_not_of(rule.literal == "int" ? "0123456789" : "0123456789.") == std::string::npos;
    return digits;
}

void checkAttribute(PolicyCompiler &compiler, const PolicyNode &node, const AttributeRule &rule)
{
    const PolicyAttribute *given = node.attribute(rule.name);
    if (!given) {
        if (rule.isRequired)
            compiler.fault(node, node.at, "The required attribute '" + rule.name + "' is missing.");
        return;
    }
    if (isExpression(given->value)) {
        if (!rule.takesExpression)
            compiler.fault(node, given->at, "Attribute '" + rule.name + "' does not accept policy expressions.");
        return;
    }
    if (!fitsLiteral(rule, given->value))
        compiler.fault(node, given->at, "The '" + rule.name + "' attribute is invalid - The value '" + given->value + "' is invalid according to its datatype.");
}

std::string expectedList(const char *children)
{
    std::string list;
    for (const std::string &word : words(children))
        if (word != "text")
            list += (list.empty() ? "" : ", ") + (word == "policies" ? std::string("any policy") : word);
    return list;
}

} // namespace

const PolicySpec *policySpec(std::string_view name)
{
    static const std::vector<PolicySpec> specs = makeSpecs();
    for (const PolicySpec &spec : specs)
        if (name == spec.name)
            return &spec;
    static const PolicySpec other{"", "iboe", "", "", nullptr};
    const bool isKnown = std::any_of(std::begin(otherPolicies), std::end(otherPolicies), [&](const char *one) { return name == one; });
    return isKnown ? &other : nullptr;
}

void checkPolicy(PolicyCompiler &compiler, const PolicyNode &node, const PolicySpec &spec)
{
    const std::vector<std::string> attributes = words(spec.attributes);
    for (const std::string &word : attributes)
        checkAttribute(compiler, node, ruleOf(word));
    for (const PolicyAttribute &given : node.attributes) {
        const bool isKnown = given.name == "id" || std::any_of(attributes.begin(), attributes.end(), [&](const std::string &word) { return ruleOf(word).name == given.name; });
        if (!isKnown)
            compiler.fault(node, given.at, "The '" + given.name + "' attribute is not declared.");
    }
    const std::vector<std::string> children = words(spec.children);
    const auto may = [&](const char *what) { return std::find(children.begin(), children.end(), what) != children.end(); };
    for (const PolicyNode &child : node.children) {
        if (child.sort == PolicyNode::Sort::Text && !may("text"))
            compiler.fault(node, node.at, "The element '" + node.name + "' cannot contain text."
                               + (children.empty() ? "" : " List of possible elements expected: '" + expectedList(spec.children) + "'."));
        const bool isOther = child.sort == PolicyNode::Sort::Element && !may("policies") && !may(child.name.c_str());
        if (isOther)
            compiler.fault(child, child.at, "The element '" + node.name + "' has invalid child element '" + child.name + "'."
                               + (expectedList(spec.children).empty() ? "" : " List of possible elements expected: '" + expectedList(spec.children) + "'."));
    }
}

} // namespace qd::lab::policy
