#pragma once

#include "mcp/form/fieldeditor.h"

class QCheckBox;
class QComboBox;

namespace qd {

/// One of a closed list, or true and false. GUI thread.
class ChoiceEditor final : public FieldEditor
{
    Q_OBJECT

public:
    ChoiceEditor(const ToolField &field, const QString &path, QWidget *parent);

    void collect(ToolValues &values) const override;
    void apply(const ToolValues &values) override;
    [[nodiscard]] bool isBlank() const override;
    [[nodiscard]] QWidget *focusTarget() const override;

private:
    QComboBox *m_box;
};

/// Several of a closed list: boxes to tick. GUI thread.
class ChoicesEditor final : public FieldEditor
{
    Q_OBJECT

public:
    ChoicesEditor(const ToolField &field, const QString &path, QWidget *parent);

    void collect(ToolValues &values) const override;
    void apply(const ToolValues &values) override;
    [[nodiscard]] bool isBlank() const override;
    [[nodiscard]] QWidget *focusTarget() const override;

private:
    QList<QCheckBox *> m_boxes;
};

} // namespace qd
