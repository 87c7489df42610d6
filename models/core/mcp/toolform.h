#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace qd {

/// What stands in the fields of a form, by path. A field that is not in it is not given, and not sent: an empty text in it
/// is an empty text. Of a list the value is the number of its elements (at path/0, path/1, …), of a variant the number of
/// the alternative (its fields are below alternativePath()), of a group nothing: being there says that it is given.
using ToolValues = QHash<QString, QString>;

/// The value of a field that is given as null.
[[nodiscard]] inline QString nullValue() { return QStringLiteral("\u0000null"); }
/// Where the fields of an alternative have their values.
[[nodiscard]] inline QString alternativePath(const QString &path, qsizetype alternative) { return path + QChar(0x1f) + QString::number(alternative); }

/// One input of a tool as a form shows it; what a form cannot say in parts is one field of raw JSON.
struct ToolField {
    enum class Kind {
        Text,
        Number,
        Integer,
        Flag,    ///< "true" or "false"
        Choice,  ///< one of `choices`
        Choices, ///< several of `choices`; the value is a JSON array
        Items,   ///< any number of what `fields` has as its only one
        Group,   ///< an object: `fields`
        Variant, ///< one of `fields`
        Raw      ///< JSON text
    };
    Kind kind = Kind::Text;
    QString path;  ///< JSON pointer, e.g. "/order/id"; of an element, of its list: its own is made when it is there
    QString name;  ///< the last part of the path; of an alternative, what it is called
    QString title;
    QString description;
    QString format;      ///< "email", "uri", "date", "date-time", or another, which is shown and not checked
    bool isRequired = false;
    bool isNullable = false;
    bool areChoicesText = true; ///< false: choices are JSON texts of other values
    QStringList choices;        ///< as values; strings without quotes
    QStringList choiceTitles;   ///< as shown; as many
    std::optional<double> minimum; ///< of a number
    std::optional<double> maximum;
    std::optional<qint64> shortest; ///< characters of a text, elements of a list
    std::optional<qint64> longest;
    QString pattern;
    bool isOpen = false; ///< a group that may have members without a field
    bool canComplete = false; ///< the server can be asked for values
    QList<ToolField> fields;
};

/// The inputs of a tool. An empty list with isRaw: the schema says nothing a form could show.
struct ToolForm {
    QList<ToolField> fields;
    bool isRaw = false;
    ToolValues initial; ///< the schema's defaults
};

/// Why a field cannot be sent as it stands.
struct ToolProblem {
    QString path;
    QString message; ///< a sentence that names the field
    bool operator==(const ToolProblem &) const = default;
};

/// The field's path as people say it: "order.items[1].price".
[[nodiscard]] QString fieldWords(const QString &path);
/// The path below `path` of a field whose own is relative to a list's element or an alternative.
[[nodiscard]] QString escapedStep(QString name);

} // namespace qd
