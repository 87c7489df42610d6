#include "policy/policycatalog.h"
#include "policy/policylint.h"

#include <QSet>

#include <algorithm>

namespace qd {

namespace {

using Severity = PolicyFinding::Severity;

const QStringList &sectionNames()
{
    static const QStringList names{QStringLiteral("inbound"), QStringLiteral("backend"), QStringLiteral("outbound"), QStringLiteral("on-error")};
    return names;
}

/// Collects what is wrong with the shape of one document.
class StructureCheck
{
public:
    StructureCheck(const PolicyDocument &document, const PolicyUse &use) : m_root(document.root()), m_use(use) {}

    QList<PolicyFinding> run()
    {
        if (checkRoot()) {
            checkSections();
            for (const PolicyNode &section : m_root.children)
                if (sectionNames().contains(section.name))
                    checkSection(section);
        }
        return m_findings;
    }

private:
    bool checkRoot();
    void checkSections();
    void checkSection(const PolicyNode &section);
    void checkBase(const PolicyNode &section);
    void checkBackend(const PolicyNode &section);
    void checkPlace(const PolicyNode &section, const PolicyNode &policy);
    void add(const char *rule, Severity severity, const PolicyNode &at, const QString &message, const QString &explanation,
             const QString &hint)
    {
        m_findings.append({QLatin1StringView(rule), severity, at.position, message, explanation, hint});
    }

    const PolicyNode &m_root;
    const PolicyUse m_use;
    QList<PolicyFinding> m_findings;
};

bool StructureCheck::checkRoot()
{
    if (m_root.name == QLatin1StringView("policies"))
        return true;
    add("root", Severity::Error, m_root, QStringLiteral("The root element is <%1>").arg(m_root.name),
        QStringLiteral("API Management takes a document whose root is <policies>."), QStringLiteral("Wrap the sections in <policies>."));
    return false;
}

void StructureCheck::checkSections()
{
    QSet<QString> seen;
    qsizetype last = -1;
    for (const PolicyNode &section : m_root.children) {
        if (section.kind == PolicyNode::Kind::Comment)
            continue;
        const qsizetype order = sectionNames().indexOf(section.name);
        if (order < 0)
            add("section-unknown", Severity::Error, section,
                section.kind == PolicyNode::Kind::Text ? QStringLiteral("Text between the sections")
                                                       : QStringLiteral("<%1> is no section").arg(section.name),
                QStringLiteral("The service refuses the document."), QStringLiteral("Sections are inbound, backend, outbound and on-error."));
        else if (seen.contains(section.name))
            add("section-twice", Severity::Error, section, QStringLiteral("The section <%1> is there twice").arg(section.name),
                QStringLiteral("The service refuses the document."), QStringLiteral("Move its policies into the first one."));
        else if (order < last)
            add("section-order", Severity::Warning, section, QStringLiteral("<%1> stands after a section that runs later").arg(section.name),
                QStringLiteral("Sections run as inbound, backend, outbound, on-error, wherever they stand; readers are misled."),
                QStringLiteral("Put the sections in the order in which they run."));
        seen.insert(section.name);
        last = std::max(last, order);
    }
}

void StructureCheck::checkSection(const PolicyNode &section)
{
    for (const PolicyNode &policy : section.children)
        checkPlace(section, policy);
    if (section.name == QLatin1StringView("backend"))
        checkBackend(section);
    checkBase(section);
}

void StructureCheck::checkPlace(const PolicyNode &section, const PolicyNode &policy)
{
    if (policy.kind == PolicyNode::Kind::Text)
        add("policy-unknown", Severity::Error, policy, QStringLiteral("Text directly in <%1>").arg(section.name),
            QStringLiteral("The service refuses the document."), QStringLiteral("Remove it, or make it a comment."));
    if (policy.kind != PolicyNode::Kind::Element)
        return;
    const PolicyPlace place = policyPlace(section.name, policy.name);
    if (place == PolicyPlace::Elsewhere)
        add("policy-place", Severity::Error, policy, QStringLiteral("<%1> may not stand in <%2>").arg(policy.name, section.name),
            QStringLiteral("The service refuses the document."), QStringLiteral("Move it to a section that allows it."));
    if (place == PolicyPlace::Unknown)
        add("policy-unknown", Severity::Warning, policy, QStringLiteral("No policy <%1> is known").arg(policy.name),
            QStringLiteral("If the service does not know it either, it refuses the document."), QStringLiteral("Check the spelling."));
}

void StructureCheck::checkBackend(const PolicyNode &section)
{
    int policies = 0;
    for (const PolicyNode &policy : section.children) {
        if (policy.kind != PolicyNode::Kind::Element || ++policies != 2)
            continue;
        add("backend-one", Severity::Error, policy, QStringLiteral("<backend> holds more than one policy"),
            QStringLiteral("The service takes one policy in this section: base, forward-request or one that wraps it."),
            QStringLiteral("Wrap them into one, or move the others to inbound."));
    }
}

void StructureCheck::checkBase(const PolicyNode &section)
{
    QList<const PolicyNode *> bases;
    visitPolicy(section, [&bases](const PolicyNode &node) {
        if (node.isElement("base"))
            bases.append(&node);
    });
    if (bases.size() > 1)
        add("base-twice", Severity::Warning, *bases.at(1), QStringLiteral("<base /> stands twice in <%1>").arg(section.name),
            QStringLiteral("The wider scopes' policies run twice: limits count twice."), QStringLiteral("Keep one."));
    if (m_use.isService && !bases.isEmpty())
        add("base-service", Severity::Error, *bases.constFirst(), QStringLiteral("<base /> in the policy of the whole service"),
            QStringLiteral("Nothing is wider than this scope."), QStringLiteral("Remove it."));
    if (!m_use.isService && bases.isEmpty())
        add("missing-base", Severity::Warning, section, QStringLiteral("<%1> has no <base />").arg(section.name),
            QStringLiteral("The policies of the wider scopes (service, product) are switched off here: sign-in checks and limits among them."),
            QStringLiteral("Add <base /> as the first line, unless that is what you want."));
}

} // namespace

QList<PolicyFinding> checkPolicyStructure(const PolicyDocument &document, const PolicyUse &use)
{
    return StructureCheck(document, use).run();
}

} // namespace qd
