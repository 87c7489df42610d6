#pragma once

#include "policy/policynode.h"
#include "result.h"

#include <QStringView>

#include <vector>

namespace qd {

/// Reads a policy's text into nodes; see PolicyDocument::parse(). Used once.
class PolicyParser
{
public:
    explicit PolicyParser(const QString &text);

    Result<QList<PolicyNode>> parse();

private:
    bool parseContent(QList<PolicyNode> &into, int depth);
    bool parseMarkup(QList<PolicyNode> &into, int depth);
    bool parseElement(PolicyNode &node, int depth);
    bool parseAttributes(PolicyNode &node);
    bool parseAttribute(PolicyNode &node);
    bool parseValue(PolicyAttribute &attribute, QChar quote);
    bool parseClosing(const PolicyNode &node);
    bool parseComment(PolicyNode &node);
    bool parseCData(PolicyNode &node);
    bool parseText(PolicyNode &node);
    bool appendPiece(QString &into, QStringView stops);
    bool appendEntity(QString &into);
    bool skipProlog();
    bool checkTop(const QList<PolicyNode> &nodes);
    QString takeName();
    void skipSpace();
    bool fail(const QString &message, qsizetype at);
    [[nodiscard]] TextPosition position(qsizetype offset) const;
    [[nodiscard]] bool looksAt(QStringView wanted) const { return QStringView(m_text).mid(m_at).startsWith(wanted); }
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }

    const QString m_text;
    std::vector<qsizetype> m_lineStarts;
    qsizetype m_at = 0;
    int m_nodes = 0;
    Error m_error;
};

} // namespace qd
