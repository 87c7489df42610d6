#pragma once

#include "policy/policynode.h"
#include "result.h"

namespace qd {

/// A policy as text and as a tree. The text is raw XML: C# expressions stand in it verbatim, so that it is not
/// well-formed XML. A value; any thread.
class PolicyDocument
{
public:
    static constexpr qsizetype maxSize = 1024 * 1024; ///< UTF-16 units
    static constexpr int maxDepth = 100;
    static constexpr int maxNodes = 50000;

    /// Fails with ErrorKind::Invalid and the position of the first thing that cannot be read. Document types and
    /// processing instructions are refused.
    static Result<PolicyDocument> parse(const QString &text);

    [[nodiscard]] const QString &text() const { return m_text; }
    /// What stands at the top: the root element, and comments before and after it.
    [[nodiscard]] const QList<PolicyNode> &nodes() const { return m_nodes; }
    [[nodiscard]] const PolicyNode &root() const;
    /// A section such as "inbound", or nullptr.
    [[nodiscard]] const PolicyNode *section(const char *name) const { return root().child(name); }

private:
    QString m_text;
    QList<PolicyNode> m_nodes;
};

/// Replaces a piece of a document's text; the rest stays as it is, to the byte.
struct PolicyEdit {
    qsizetype begin = 0;
    qsizetype end = 0;
    QString text;
};

QString applyPolicyEdit(const QString &text, const PolicyEdit &edit);

/// Text for an attribute in the given quotes, or for an element's content when `quote` is null: entities where XML needs
/// them; what XML cannot hold becomes U+FFFD.
QString escapedXml(QStringView text, QChar quote = {});

} // namespace qd
