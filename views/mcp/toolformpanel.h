#pragma once

#include "mcp/toolform.h"

#include <QHash>
#include <QScrollArea>

#include <functional>

class QFormLayout;

namespace qd {

/// The inputs of a tool, one widget a field; nested objects are indented groups. Gives and takes texts by path. GUI thread.
class ToolFormPanel final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ToolFormPanel)

public:
    explicit ToolFormPanel(QWidget *parent = nullptr);

    /// Rebuilds the fields, with the schema's defaults in them.
    void setForm(const ToolForm &form);
    void setValues(const ToolValues &values);
    [[nodiscard]] ToolValues values() const;
    /// Puts the cursor into the first field.
    void focusFirst();

private:
    struct Field {
        std::function<QString()> read;
        std::function<void(const QString &)> write;
    };

    void addFields(QFormLayout &layout, const QList<ToolField> &fields, QWidget *parent);
    QWidget *makeField(const ToolField &field, QWidget *parent);
    QWidget *makeLine(const ToolField &field, QWidget *parent);
    QWidget *makeChoice(const ToolField &field, QWidget *parent);
    QWidget *makeText(const ToolField &field, QWidget *parent);

    QHash<QString, Field> m_fields;
    QWidget *m_first = nullptr;
};

} // namespace qd
