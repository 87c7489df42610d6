#include "policy/policylint.h"

#include <algorithm>

namespace qd {

QString severityName(PolicyFinding::Severity severity)
{
    switch (severity) {
    case PolicyFinding::Severity::Error: return QStringLiteral("error");
    case PolicyFinding::Severity::Warning: return QStringLiteral("warning");
    case PolicyFinding::Severity::Hint: return QStringLiteral("hint");
    }
    return {};
}

bool hasErrors(const QList<PolicyFinding> &findings)
{
    return std::ranges::any_of(findings, [](const PolicyFinding &finding) { return finding.severity == PolicyFinding::Severity::Error; });
}

QList<PolicyFinding> lintPolicy(const QString &text, const PolicyUse &use)
{
    const auto document = PolicyDocument::parse(text);
    if (!document)
        return {{QStringLiteral("xml"), PolicyFinding::Severity::Error, document.error().position.value_or(TextPosition{}),
                 document.error().message, QStringLiteral("The service refuses the document."), {}}};
    QList<PolicyFinding> findings = checkPolicyStructure(*document, use) + checkPolicyTraps(*document, use);
    std::ranges::stable_sort(findings, {}, [](const PolicyFinding &finding) { return finding.position.offset; });
    return findings;
}

QStringList linterRules()
{
    QStringList rules;
    for (const char *id : {"xml", "root", "section-unknown", "section-twice", "section-order", "policy-unknown", "policy-place",
                           "backend-one", "base-twice", "base-service", "missing-base", "cache-threshold", "mcp-response-body",
                           "anonymous-counter", "client-ip-dimension", "too-many-dimensions", "retry-after-iso",
                           "call-limit-named-token", "allowlist-hole", "allowlist-case", "allowlist-batch"})
        rules.append(QLatin1StringView(id));
    return rules;
}

} // namespace qd
