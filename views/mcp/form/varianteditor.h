#pragma once

#include "mcp/form/fieldeditor.h"

class QComboBox;
class QVBoxLayout;

namespace qd {

/// One of several kinds of value: which one, and its input. GUI thread.
class VariantEditor final : public FieldEditor
{
    Q_OBJECT

public:
    VariantEditor(const ToolField &field, const QString &path, QWidget *parent);

    void collect(ToolValues &values) const override;
    void apply(const ToolValues &values) override;
    [[nodiscard]] bool isBlank() const override;
    [[nodiscard]] QWidget *focusTarget() const override;

protected:
    [[nodiscard]] QList<FieldEditor *> inner() const override;

private:
    void choose(int alternative);

    QComboBox *m_box;
    QVBoxLayout *m_column;
    FieldEditor *m_editor = nullptr; ///< of the chosen alternative
};

} // namespace qd
