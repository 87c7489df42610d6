#pragma once

#include "mcp/toolform.h"

#include <QScrollArea>

namespace qd {

class FieldEditor;

/// The inputs of a tool, a prompt or a server's question: one row a field, nested objects, lists and alternatives as
/// deep as the schema says. Gives and takes texts by path. GUI thread.
class ToolFormPanel final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ToolFormPanel)

public:
    explicit ToolFormPanel(QWidget *parent = nullptr);

    /// Rebuilds the fields, with the schema's defaults in them.
    void setForm(const ToolForm &form);
    void setValues(const ToolValues &values);
    /// Of the fields that are given.
    [[nodiscard]] ToolValues values() const;
    /// Shown at their fields; empty: none is shown any more.
    void showProblems(const QList<ToolProblem> &problems);
    void setCompletions(const QString &path, const QStringList &values);
    /// What it takes to see all of it.
    [[nodiscard]] int contentHeight() const;
    /// Puts the cursor into the first field.
    void focusFirst();

signals:
    void edited();
    void completionWanted(const QString &path, const QString &typed);

private:
    FieldEditor *m_root = nullptr;
};

} // namespace qd
