#include "policy/policylint.h"

#include <QRegularExpression>

#include <algorithm>

namespace qd {

namespace {

using TrapSeverity = PolicyFinding::Severity;

constexpr double strictestSafeThreshold = 0.2;
constexpr qsizetype maxDimensions = 5;

/// Every expression of the document: the C# text with its place.
struct ExpressionAt {
    QString code;
    TextPosition position;
};

void collectExpressions(const PolicyNode &node, QList<ExpressionAt> &into)
{
    if (node.kind == PolicyNode::Kind::Text && node.text.contains(u'@'))
        into.append({node.text, node.position});
    for (const PolicyAttribute &attribute : node.attributes)
        if (attribute.value.contains(u'@'))
            into.append({attribute.value, attribute.position});
    for (const PolicyNode &below : node.children)
        collectExpressions(below, into);
}

bool containsText(const QString &text, const char *wanted) { return text.contains(QLatin1StringView(wanted), Qt::CaseInsensitive); }

/// The traps that the linter knows, one method each.
class TrapCheck
{
public:
    TrapCheck(const PolicyDocument &document, const PolicyUse &use) : m_document(document), m_use(use)
    {
        collectExpressions(document.root(), m_expressions);
    }

    QList<PolicyFinding> run();

private:
    void checkElement(const PolicyNode &node);
    void checkCache(const PolicyNode &node);
    void checkCounter(const PolicyNode &node);
    void checkDimensions(const PolicyNode &node);
    void checkRetryAfter(const PolicyNode &node);
    void checkLimitNames(const PolicyNode &parent);
    void checkResponseBody();
    void checkAllowlist();
    void checkHole(const PolicyNode &when);
    void add(const char *rule, TrapSeverity severity, const TextPosition &at, const QString &message, const QString &explanation,
             const QString &hint)
    {
        m_findings.append({QLatin1StringView(rule), severity, at, message, explanation, hint});
    }

    const PolicyDocument &m_document;
    const PolicyUse m_use;
    QList<ExpressionAt> m_expressions;
    QList<PolicyFinding> m_findings;
};

QList<PolicyFinding> TrapCheck::run()
{
    visitPolicy(m_document.root(), [this](const PolicyNode &node) {
        if (node.kind == PolicyNode::Kind::Element)
            checkElement(node);
    });
    checkResponseBody();
    checkAllowlist();
    return m_findings;
}

void TrapCheck::checkElement(const PolicyNode &node)
{
    if (node.name.endsWith(QLatin1StringView("semantic-cache-lookup")))
        checkCache(node);
    if (node.attribute("counter-key"))
        checkCounter(node);
    if (node.name.endsWith(QLatin1StringView("emit-token-metric")) || node.name == QLatin1StringView("emit-metric"))
        checkDimensions(node);
    if (node.name == QLatin1StringView("set-header"))
        checkRetryAfter(node);
    checkLimitNames(node);
}

void TrapCheck::checkCache(const PolicyNode &node)
{
    const PolicyAttribute *threshold = node.attribute("score-threshold");
    bool ok = false;
    const double value = threshold ? threshold->value.toDouble(&ok) : 0;
    if (!ok || value <= strictestSafeThreshold)
        return;
    add("cache-threshold", TrapSeverity::Warning, threshold->position,
        QStringLiteral("score-threshold %1 lets unlike prompts share an answer").arg(threshold->value),
        QStringLiteral("The threshold is a distance: lower is stricter. Above 0.2 users get answers to other people's questions."),
        QStringLiteral("Start at 0.05 and raise it in small steps."));
}

void TrapCheck::checkCounter(const PolicyNode &node)
{
    const PolicyAttribute *key = node.attribute("counter-key");
    const bool isConstant = !key->value.contains(u'@');
    if (!isConstant && !containsText(key->value, "\"anonymous\"") && !containsText(key->value, "'anonymous'"))
        return;
    add("anonymous-counter", TrapSeverity::Warning, key->position,
        isConstant ? QStringLiteral("All callers share one counter: the key is a constant")
                   : QStringLiteral("All callers without a subscription share the counter \"anonymous\""),
        QStringLiteral("One of them uses up the limit of all."),
        QStringLiteral("Require a subscription, or fall back to something of the caller's own."));
}

void TrapCheck::checkDimensions(const PolicyNode &node)
{
    QList<const PolicyNode *> dimensions;
    for (const PolicyNode &child : node.children)
        if (child.isElement("dimension"))
            dimensions.append(&child);
    if (dimensions.size() > maxDimensions)
        add("too-many-dimensions", TrapSeverity::Error, dimensions.at(maxDimensions)->position,
            QStringLiteral("<%1> has %2 dimensions of its own").arg(node.name).arg(dimensions.size()),
            QStringLiteral("The service takes at most 5."), QStringLiteral("Remove the ones that nobody groups by."));
    for (const PolicyNode *dimension : dimensions)
        if (containsText(dimension->value("name"), "client ip") || containsText(dimension->value("value"), "IpAddress"))
            add("client-ip-dimension", TrapSeverity::Warning, dimension->position, QStringLiteral("The caller's address is a metric dimension"),
                QStringLiteral("Every address makes a new series; at 50,000 active series the metric stops being counted."),
                QStringLiteral("Group by subscription or API; find addresses in the request logs."));
}

void TrapCheck::checkRetryAfter(const PolicyNode &node)
{
    static const QRegularExpression iso(QStringLiteral(R"(^\s*P(T?\d)|"P(T?\d)|"PT"|XmlConvert\.ToString\(\s*TimeSpan)"));
    if (node.value("name").compare(QLatin1StringView("Retry-After"), Qt::CaseInsensitive) != 0)
        return;
    if (iso.match(node.innerText()).hasMatch())
        add("retry-after-iso", TrapSeverity::Error, node.position, QStringLiteral("Retry-After is an ISO 8601 duration"),
            QStringLiteral("HTTP allows seconds or a date. Clients ignore the header and retry at once."),
            QStringLiteral("Write the number of seconds, e.g. 30."));
}

bool isCallLimit(const PolicyNode &node)
{
    return node.isElement("rate-limit") || node.isElement("rate-limit-by-key") || node.isElement("quota") || node.isElement("quota-by-key");
}

bool isNamedToken(const PolicyNode &limit, const PolicyNode *before)
{
    if (before && before->kind == PolicyNode::Kind::Comment && containsText(before->text, "token"))
        return true;
    return std::ranges::any_of(limit.attributes, [](const PolicyAttribute &attribute) {
        const bool isName = attribute.name == QLatin1StringView("id") || attribute.name.endsWith(QLatin1StringView("-name"));
        return isName && containsText(attribute.value, "token");
    });
}

void TrapCheck::checkLimitNames(const PolicyNode &parent)
{
    for (qsizetype i = 0; i < parent.children.size(); ++i) {
        const PolicyNode &node = parent.children.at(i);
        if (isCallLimit(node) && isNamedToken(node, i > 0 ? &parent.children.at(i - 1) : nullptr))
            add("call-limit-named-token", TrapSeverity::Warning, node.position, QStringLiteral("<%1> counts calls, but is named after tokens").arg(node.name),
                QStringLiteral("One call may cost a hundred thousand tokens; this limit does not see them."),
                QStringLiteral("Use llm-token-limit for tokens, or call it what it is."));
    }
}

void TrapCheck::checkResponseBody()
{
    if (!m_use.isMcp)
        return;
    for (const ExpressionAt &expression : std::as_const(m_expressions))
        if (containsText(expression.code, "context.Response.Body"))
            add("mcp-response-body", TrapSeverity::Error, expression.position, QStringLiteral("The response body is read in an MCP policy"),
                QStringLiteral("Reading it buffers the whole stream: server-sent events stop arriving and long calls hang."),
                QStringLiteral("Decide by the request, and answer tools/list from the policy itself."));
}

void TrapCheck::checkAllowlist()
{
    bool filters = false;
    bool knowsBatches = false;
    for (const ExpressionAt &expression : std::as_const(m_expressions)) {
        knowsBatches = knowsBatches || containsText(expression.code, "JArray") || containsText(expression.code, "JTokenType.Array");
        if (!containsText(expression.code, "tools/call"))
            continue;
        if (!filters && !containsText(expression.code, "IgnoreCase") && !containsText(expression.code, "ToLower"))
            add("allowlist-case", TrapSeverity::Warning, expression.position, QStringLiteral("The method is compared with regard to case"),
                QStringLiteral("A call of \"Tools/Call\" passes the filter; a lenient server carries it out."),
                QStringLiteral("Compare with StringComparison.OrdinalIgnoreCase."));
        filters = true;
    }
    if (filters && !knowsBatches)
        add("allowlist-batch", TrapSeverity::Warning, m_document.root().position, QStringLiteral("The tool filter does not look into JSON arrays"),
            QStringLiteral("A batch of messages passes the filter, or makes it fail."), QStringLiteral("Judge every element when the body is a JArray."));
    visitPolicy(m_document.root(), [this](const PolicyNode &node) {
        if (node.isElement("when"))
            checkHole(node);
    });
}

/// Texts between plain quotes that are compared with, not used as an index.
QStringList comparedLiterals(const QString &code)
{
    static const QRegularExpression literal(QStringLiteral(R"re("((?:[^"\\]|\\.)*)"(?!\s*\]))re"));
    static const QStringList known{QStringLiteral("method"), QStringLiteral("params"), QStringLiteral("name"), QStringLiteral("id"),
                                   QStringLiteral("POST"), QString()};
    QStringList literals;
    for (auto matches = literal.globalMatch(code); matches.hasNext();) {
        const QString text = matches.next().captured(1);
        if (!known.contains(text) && !text.startsWith(QLatin1StringView("tools/"), Qt::CaseInsensitive))
            literals.append(text);
    }
    return literals;
}

void TrapCheck::checkHole(const PolicyNode &when)
{
    const PolicyAttribute *condition = when.attribute("condition");
    const bool refuses = containsText(when.innerText(), "-32601") || when.child("return-response");
    if (!condition || !refuses || !containsText(condition->value, "tools/call") || condition->value.contains(u'!'))
        return;
    const QStringList named = comparedLiterals(condition->value);
    if (!named.isEmpty() && !containsText(condition->value, "== false"))
        add("allowlist-hole", TrapSeverity::Error, condition->position,
            QStringLiteral("Only the named tool \"%1\" is refused").arg(named.constFirst().left(60)),
            QStringLiteral("Every other tool passes: one that is new, one that is guessed, one that is spelled in another case."),
            QStringLiteral("Refuse what is not in the set of allowed tools; the allowlist page writes such a policy."));
}

} // namespace

QList<PolicyFinding> checkPolicyTraps(const PolicyDocument &document, const PolicyUse &use)
{
    return TrapCheck(document, use).run();
}

} // namespace qd
