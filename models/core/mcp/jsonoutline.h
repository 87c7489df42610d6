#pragma once

#include <QList>
#include <QString>
#include <QStringView>

#include <optional>

namespace qd {

/// The structure of a JSON text: where each value stands, every character left as it was. For showing it as a tree. A
/// value, any thread.
class JsonOutline
{
public:
    static constexpr qsizetype maxNodes = 200'000;
    static constexpr int maxDepth = 128;

    enum class Kind { Object, Array, Text, Number, Literal };
    struct Node {
        Kind kind = Kind::Literal;
        qsizetype from = 0;     ///< of the value
        qsizetype to = 0;
        qsizetype keyFrom = 0;  ///< of the member's name, quotes included
        qsizetype keyTo = 0;    ///< equal: it has no name
        qsizetype parent = -1;
        qsizetype row = 0;      ///< in its parent
        QList<qsizetype> children;
    };

    /// Nothing for what is no JSON, has too many values, or is too deep.
    [[nodiscard]] static std::optional<JsonOutline> of(const QString &text);

    /// The first one is the whole text.
    [[nodiscard]] const QList<Node> &nodes() const { return m_nodes; }
    /// As it is written; a text with its quotes.
    [[nodiscard]] QStringView value(qsizetype node) const;
    /// The member's name or the element's number.
    [[nodiscard]] QString name(qsizetype node) const;
    /// "$.orders[0].id": what collections call it.
    [[nodiscard]] QString path(qsizetype node) const;

    /// What a quoted JSON text says.
    [[nodiscard]] static QString decoded(QStringView quoted);

private:
    friend class JsonOutlineReader;
    QString m_text;
    QList<Node> m_nodes;
};

} // namespace qd
