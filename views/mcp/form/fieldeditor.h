#pragma once

#include "mcp/toolform.h"

#include <QWidget>

namespace qd {

/// The input of one field of a form. It takes and gives texts by path; whether the field is given at all is its row's
/// business. GUI thread.
class FieldEditor : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FieldEditor)

public:
    FieldEditor(ToolField field, QString path, QWidget *parent) : QWidget(parent), m_field(std::move(field)), m_path(std::move(path)) {}

    [[nodiscard]] const ToolField &field() const { return m_field; }
    [[nodiscard]] const QString &path() const { return m_path; }

    /// Adds what stands in it.
    virtual void collect(ToolValues &values) const = 0;
    /// Shows what `values` has for it; blank when it has nothing.
    virtual void apply(const ToolValues &values) = 0;
    /// Nothing was typed or chosen.
    [[nodiscard]] virtual bool isBlank() const = 0;
    /// What gets the cursor; null: nothing of it.
    [[nodiscard]] virtual QWidget *focusTarget() const = 0;
    /// Values that may be meant; empty: none are known.
    virtual void setCompletions(const QString &path, const QStringList &values);
    /// Shows why the field of this path cannot be sent.
    virtual void showProblem(const ToolProblem &problem);
    virtual void clearProblems();

    /// The input that fits the field.
    [[nodiscard]] static FieldEditor *make(const ToolField &field, const QString &path, QWidget *parent);

signals:
    void edited();
    /// The user types in a field that the server can complete.
    void completionWanted(const QString &path, const QString &typed);

protected:
    /// For rows and lists: what they hold, in their order.
    [[nodiscard]] virtual QList<FieldEditor *> inner() const { return {}; }
    /// Signals of an editor inside are signals of this one.
    void adopt(FieldEditor &inside);

private:
    const ToolField m_field;
    const QString m_path;
};

/// "whole number, at least 1", and whether it is required.
[[nodiscard]] QString fieldHint(const ToolField &field);

} // namespace qd
