#include "policy/policyprogram.h"

#include "policy/policycompiler.h"
#include "policy/script/lexer.h"
#include "server/jsontext.h"

#include <algorithm>
#include <charconv>

namespace qd::lab::policy {

namespace {

constexpr std::array<const char *, 4> sectionNames{"inbound", "backend", "outbound", "on-error"};
constexpr std::array<char, 4> sectionLetters{'i', 'b', 'o', 'e'};
constexpr size_t mostFaults = 20;

std::string sectionName(Section section) { return sectionNames[static_cast<size_t>(section)]; }

std::string trimmedBlank(const std::string &text)
{
    const size_t from = text.find_first_not_of(" \t\r\n");
    return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

} // namespace

std::string faultText(const Fault &fault)
{
    const std::string message = fault.code.empty() ? fault.message : fault.code + ": " + fault.message;
    if (fault.element.empty())
        return message;
    return "Error in element '" + fault.element + "' on line " + std::to_string(fault.at.line) + ", column " + std::to_string(fault.at.column) + ": " + message;
}

Value PolicyText::value(Exchange &exchange) const
{
    if (!script)
        return Value::string(literal);
    const auto result = script->run(exchange.context);
    if (const auto *fault = std::get_if<ScriptFault>(&result))
        throw PolicyAbort{500, "ExpressionValueEvaluationFailure", "Expression evaluation failed. " + fault->message, "expression", {}};
    return std::get<Value>(result);
}

bool PolicyText::truth(Exchange &exchange) const
{
    if (script)
        return value(exchange).truth();
    return literal == "true" || literal == "True";
}

double PolicyText::number(Exchange &exchange) const
{
    const std::string held = text(exchange);
    double number = 0;
    const auto end = std::from_chars(held.data(), held.data() + held.size(), number);
    if (end.ec != std::errc() || end.ptr != held.data() + held.size())
        throw PolicyAbort{500, "ExpressionValueEvaluationFailure", "'" + held.substr(0, 40) + "' is not a number.", "expression", {}};
    return number;
}

void PolicyCompiler::fault(const PolicyNode &node, Place at, const std::string &message, const std::string &code)
{
    if (m_faults.size() < mostFaults)
        m_faults.push_back({at, message, code, node.name});
}

std::string PolicyCompiler::withNamedValues(const PolicyNode &node, const std::string &text, Place at)
{
    std::string out;
    size_t from = 0;
    for (size_t open = text.find("{{"); open != std::string::npos; open = text.find("{{", from)) {
        const size_t close = text.find("}}", open);
        const std::string name = close == std::string::npos ? "" : text.substr(open + 2, close - open - 2);
        const bool isName = !name.empty() && name.size() <= 256
            && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_'; });
        if (!isName) {
            out += text.substr(from, open + 1 - from);
            from = open + 1;
            continue;
        }
        const auto found = m_world.namedValues.find(name);
        if (found == m_world.namedValues.end())
            fault(node, at, "Cannot find a property '" + name + "'");
        else
            out += text.substr(from, open - from) + found->second;
        from = close + 2;
    }
    return out + text.substr(from);
}

PolicyText PolicyCompiler::made(const PolicyNode &node, const std::string &text, Place at, Type wanted)
{
    const size_t before = m_faults.size();
    PolicyText out{withNamedValues(node, text, at), nullptr, true};
    if (!isExpression(out.literal) || m_faults.size() > before)
        return out;
    if (scriptLength(out.literal) != out.literal.size()) {
        fault(node, at, "The expression does not end where the text does.", "CS1026");
        return out;
    }
    auto compiled = compileScript(out.literal, at, wanted);
    if (const auto *wrong = std::get_if<Fault>(&compiled))
        fault(node, wrong->at, wrong->message, wrong->code);
    else
        out.script = std::get<ScriptRef>(compiled);
    return out;
}

PolicyText PolicyCompiler::attribute(const PolicyNode &node, std::string_view name, Type wanted)
{
    const PolicyAttribute *given = node.attribute(name);
    return given ? made(node, given->value, given->valueAt, wanted) : PolicyText{};
}

PolicyText PolicyCompiler::content(const PolicyNode &node)
{
    const PolicyNode *held = node.content();
    if (!held)
        return {.literal = {}, .script = nullptr, .isGiven = true};
    const std::string text = isExpression(trimmedBlank(held->text)) ? trimmedBlank(held->text) : held->text;
    return made(node, text, held->at, nullptr);
}

std::string PolicyCompiler::literal(const PolicyNode &node, std::string_view name, const std::string &fallback)
{
    const PolicyText text = attribute(node, name);
    return text.isGiven && !text.script ? text.literal : fallback;
}

PolicyStep PolicyCompiler::step(const PolicyNode &node, Section section)
{
    const PolicySpec *spec = policySpec(node.name);
    if (!spec) {
        fault(node, node.at, "'" + node.name + "' is not a known policy.");
        return {};
    }
    if (!spec->make) {
        fault(node, node.at, "Policy '" + node.name + "' is not supported by this gateway.");
        return {};
    }
    if (std::string_view(spec->sections).find(sectionLetters[static_cast<size_t>(section)]) == std::string_view::npos) {
        fault(node, node.at, "Policy is not allowed in the '" + sectionName(section) + "' section.");
        return {};
    }
    const size_t before = m_faults.size();
    checkPolicy(*this, node, *spec);
    PolicyStep made = spec->make(*this, node, section);
    return m_faults.size() == before ? made : PolicyStep();
}

PolicyStep PolicyCompiler::sequence(const PolicyNode &parent, Section section)
{
    constexpr int deepest = 40;
    std::vector<PolicyStep> steps;
    if (++m_depth > deepest)
        fault(parent, parent.at, "The policies nest too deep.");
    for (const PolicyNode &child : parent.children) {
        if (child.sort == PolicyNode::Sort::Text)
            fault(parent, parent.at, "The element '" + parent.name + "' cannot contain text.");
        if (child.sort != PolicyNode::Sort::Element || m_depth > deepest)
            continue;
        if (PolicyStep made = step(child, section))
            steps.push_back(std::move(made));
    }
    --m_depth;
    return [steps = std::move(steps)](Exchange &exchange) {
        for (const PolicyStep &one : steps)
            if (!one(exchange))
                return false;
        return true;
    };
}

PolicyStep PolicyCompiler::fragment(const PolicyNode &node, Section section)
{
    constexpr int deepest = 5;
    const std::string id = literal(node, "fragment-id");
    const auto found = m_world.fragments.find(id);
    if (found == m_world.fragments.end()) {
        fault(node, node.at, "Policy fragment '" + id + "' could not be found.");
        return {};
    }
    if (m_fragments >= deepest) {
        fault(node, node.at, "Policy fragments include each other.");
        return {};
    }
    ++m_fragments;
    const size_t before = m_faults.size();
    PolicyStep made;
    for (const PolicyNode &root : found->second)
        if (root.sort == PolicyNode::Sort::Element)
            made = sequence(root, section);
    --m_fragments;
    for (size_t i = before; i < m_faults.size(); ++i) // their places are not in this document
        m_faults[i] = {node.at, "Policy fragment '" + id + "': " + m_faults[i].message, m_faults[i].code, node.name};
    return made;
}

bool PolicyProgram::run(Section section, Exchange &exchange) const
{
    const PolicyStep &step = m_sections[static_cast<size_t>(section)];
    return step ? step(exchange) : exchange.runBase();
}

std::variant<std::shared_ptr<const PolicyProgram>, std::vector<Fault>> PolicyProgram::compile(const std::vector<PolicyNode> &document, const PolicyWorld &world)
{
    PolicyCompiler compiler(world);
    auto program = std::make_shared<PolicyProgram>();
    const auto root = std::find_if(document.begin(), document.end(), [](const PolicyNode &node) { return node.sort == PolicyNode::Sort::Element; });
    if (root == document.end() || root->name != "policies")
        return std::vector<Fault>{{root == document.end() ? Place{} : root->at, "The root element must be 'policies'.", {}, root == document.end() ? "" : root->name}};
    for (const PolicyNode &child : root->children) {
        if (child.sort == PolicyNode::Sort::Text)
            compiler.fault(*root, root->at, "The element 'policies' cannot contain text. List of possible elements expected: 'inbound, backend, outbound, on-error'.");
        if (child.sort != PolicyNode::Sort::Element)
            continue;
        const auto name = std::find(sectionNames.begin(), sectionNames.end(), child.name);
        if (name == sectionNames.end()) {
            compiler.fault(child, child.at, "The element 'policies' has invalid child element '" + child.name + "'. List of possible elements expected: 'inbound, backend, outbound, on-error'.");
            continue;
        }
        const auto section = static_cast<size_t>(name - sectionNames.begin());
        if (program->m_sections[section])
            compiler.fault(child, child.at, "Section '" + child.name + "' may stand only once.");
        const auto policies = std::count_if(child.children.begin(), child.children.end(), [](const PolicyNode &one) { return one.sort == PolicyNode::Sort::Element; });
        if (section == 1 && policies > 1)
            compiler.fault(child, child.at, "The 'backend' section allows only one policy element.");
        program->m_sections[section] = compiler.sequence(child, static_cast<Section>(section));
    }
    if (!compiler.faults().empty())
        return compiler.faults();
    return std::shared_ptr<const PolicyProgram>(std::move(program));
}

std::vector<Fault> PolicyProgram::checkFragment(const std::vector<PolicyNode> &document, const PolicyWorld &world)
{
    const auto root = std::find_if(document.begin(), document.end(), [](const PolicyNode &node) { return node.sort == PolicyNode::Sort::Element; });
    if (root == document.end() || root->name != "fragment")
        return {{root == document.end() ? Place{} : root->at, "The root element must be 'fragment'.", {}, root == document.end() ? "" : root->name}};
    // A fragment may go into any section: it is sound when one section takes all of it.
    std::vector<Fault> fewest;
    for (const Section section : {Section::Inbound, Section::Outbound, Section::OnError}) {
        PolicyCompiler compiler(world);
        (void)compiler.sequence(*root, section);
        if (compiler.faults().empty())
            return {};
        if (fewest.empty() || compiler.faults().size() < fewest.size())
            fewest = compiler.faults();
    }
    return fewest;
}

std::string gatewayErrorBody(int status, const std::string &message)
{
    return "{ \"statusCode\": " + std::to_string(status) + ", \"message\": " + jsonString(message) + " }";
}

bool Exchange::runBase()
{
    if (scope == 0) { // broader than everything: what the service does itself
        if (section == Section::Backend && !isForwarded) {
            isForwarded = true;
            host->forward(*this, 300);
        }
        return true;
    }
    --scope;
    const bool goesOn = scopes[scope]->run(section, *this);
    ++scope;
    return goesOn;
}

bool Exchange::runSection(Section which)
{
    section = which;
    scope = scopes.size();
    return runBase();
}

void Exchange::fail(const PolicyAbort &abort)
{
    static constexpr std::array<const char *, 4> names{"inbound", "backend", "outbound", "on-error"};
    LastErrorState error{abort.source, abort.reason, abort.message, "", names[static_cast<size_t>(section)], "", ""};
    error.scope = scope < scopeNames.size() ? scopeNames[scope] : "";
    context.lastError = std::move(error);
    if (context.response.body.load)
        context.response.body.set({});
    context.response = {};
    context.response.statusCode = abort.status;
    context.response.headers.add("Content-Type", "application/json");
    for (const auto &[name, value] : abort.headers)
        context.response.headers.add(name, value);
    context.response.body.set(gatewayErrorBody(abort.status, abort.status == 500 ? "Internal server error" : abort.message));
    decision = abort.reason;
}

void Exchange::run()
{
    try {
        if (runSection(Section::Inbound) && runSection(Section::Backend))
            (void)runSection(Section::Outbound);
        return;
    } catch (const PolicyAbort &abort) {
        fail(abort);
    }
    try {
        (void)runSection(Section::OnError);
    } catch (const PolicyAbort &abort) {
        fail(abort);
    }
}

} // namespace qd::lab::policy
