#include "policy/policycatalog.h"

#include <QHash>
#include <QSet>
#include <QStringList>

namespace qd {

namespace {

QSet<QString> wordsOf(const char *text)
{
    const QStringList words = QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
    return QSet<QString>(words.cbegin(), words.cend());
}

const QSet<QString> &commonPolicies()
{
    static const QSet<QString> set = wordsOf(
        "base choose retry wait limit-concurrency set-variable set-header set-query-parameter set-body set-method set-status "
        "return-response mock-response send-request send-one-way-request cache-lookup-value cache-store-value "
        "cache-remove-value find-and-replace json-to-xml xml-to-json xsl-transform emit-metric log-to-eventhub trace "
        "include-fragment");
    return set;
}

const QHash<QString, QSet<QString>> &sectionPolicies()
{
    static const QHash<QString, QSet<QString>> table{
        {QStringLiteral("inbound"),
         commonPolicies() | wordsOf(
             "authentication-basic authentication-certificate authentication-managed-identity azure-openai-emit-token-metric "
             "azure-openai-semantic-cache-lookup azure-openai-token-limit llm-content-safety llm-emit-token-metric "
             "llm-semantic-cache-lookup llm-token-limit rate-limit rate-limit-by-key quota quota-by-key ip-filter check-header "
             "cors cross-domain validate-jwt validate-azure-ad-token validate-client-certificate validate-content "
             "validate-parameters validate-odata-request cache-lookup proxy rewrite-uri set-backend-service "
             "get-authorization-context invoke-dapr-binding publish-to-dapr set-graphql-resolver validate-graphql-request")},
        {QStringLiteral("outbound"),
         commonPolicies() | wordsOf(
             "azure-openai-semantic-cache-store llm-semantic-cache-store llm-content-safety cache-store jsonp "
             "redirect-content-urls validate-content validate-headers validate-status-code cors")},
        {QStringLiteral("backend"), commonPolicies() | wordsOf("forward-request set-backend-service")},
        {QStringLiteral("on-error"),
         wordsOf("base choose set-variable set-header set-query-parameter set-body set-method set-status find-and-replace "
                 "return-response send-request send-one-way-request log-to-eventhub json-to-xml xml-to-json "
                 "limit-concurrency mock-response retry trace include-fragment cache-store-value cache-lookup-value")}};
    return table;
}

} // namespace

PolicyPlace policyPlace(const QString &section, const QString &policy)
{
    if (sectionPolicies().value(section).contains(policy))
        return PolicyPlace::Allowed;
    for (const QSet<QString> &known : sectionPolicies())
        if (known.contains(policy))
            return PolicyPlace::Elsewhere;
    return PolicyPlace::Unknown;
}

} // namespace qd
