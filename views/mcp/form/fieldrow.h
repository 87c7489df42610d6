#pragma once

#include "mcp/form/fieldeditor.h"

class QAbstractButton;
class QCheckBox;
class QGridLayout;
class QLabel;
class QToolButton;

namespace qd {

/// A field with its name, its input, what is said about it, and whether it is given: a field that may be left out has a
/// box to tick, which typing ticks by itself. Lives in the grid of its group. GUI thread.
class FieldRow final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FieldRow)

public:
    /// Adds its widgets to the end of `grid`, as children of `parent`, which owns them and this.
    FieldRow(const ToolField &field, const QString &path, QGridLayout &grid, QWidget *parent);

    [[nodiscard]] FieldEditor &editor() const { return *m_editor; }
    [[nodiscard]] bool isGiven() const;
    void collect(ToolValues &values) const;
    void apply(const ToolValues &values);
    void showProblem(const ToolProblem &problem);
    void clearProblems();

signals:
    void edited();

private:
    QWidget *makeName(QWidget *parent);
    QWidget *makeCaption(QWidget *parent);
    void makeNull(QWidget *parent);
    void onEdited();
    void setGiven(bool isGiven);
    [[nodiscard]] bool isNull() const;

    FieldEditor *m_editor;
    QCheckBox *m_given = nullptr; ///< null: it is required
    QToolButton *m_null = nullptr;
    QLabel *m_problem = nullptr;
};

} // namespace qd
