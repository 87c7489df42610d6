#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace qd {

/// One input of a tool as a form shows it; what a form cannot say in parts is one field of raw JSON.
struct ToolField {
    enum class Kind {
        Text,
        Number,
        Integer,
        Flag,   ///< "true", "false", or empty for not given
        Choice, ///< one of `choices`
        List,   ///< one element of kind `element` a line
        Group,  ///< an object: `fields`
        Raw     ///< JSON text
    };
    Kind kind = Kind::Text;
    QString path;  ///< JSON pointer, e.g. "/order/id"; the key of its value
    QString name;  ///< the last part of the path
    QString title;
    QString description;
    bool isRequired = false;
    QString initial;     ///< the schema's default as the field shows it, or empty
    QStringList choices; ///< as shown; strings without quotes
    std::optional<double> minimum;
    std::optional<double> maximum;
    QString pattern;
    Kind element = Kind::Text; ///< Text, Number, Integer or Flag
    bool areChoicesText = true; ///< false: choices are JSON texts of other values
    QList<ToolField> fields;
};

/// The inputs of a tool. An empty list with isRaw: the schema says nothing a form could show.
struct ToolForm {
    QList<ToolField> fields;
    bool isRaw = false;
};

/// What stands in the fields, by path. Missing or empty: not given.
using ToolValues = QHash<QString, QString>;

} // namespace qd
