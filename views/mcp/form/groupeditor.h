#pragma once

#include "mcp/form/fieldeditor.h"

namespace qd {

class FieldRow;

/// An object: one row a member. GUI thread.
class GroupEditor final : public FieldEditor
{
    Q_OBJECT

public:
    GroupEditor(const ToolField &field, const QString &path, QWidget *parent);

    void collect(ToolValues &values) const override;
    void apply(const ToolValues &values) override;
    [[nodiscard]] bool isBlank() const override;
    [[nodiscard]] QWidget *focusTarget() const override;
    void showProblem(const ToolProblem &problem) override;
    void clearProblems() override;

protected:
    [[nodiscard]] QList<FieldEditor *> inner() const override;

private:
    QList<FieldRow *> m_rows;
};

} // namespace qd
