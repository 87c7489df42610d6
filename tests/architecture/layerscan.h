#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

namespace qd::test {

/// Checks the layering of a source tree by its #include lines and a few banned words (ARCHITECTURE.md, "Layers").
class LayerScan
{
public:
    /// `root` is the project's folder; its headers are indexed once.
    explicit LayerScan(const QString &root);

    /// What is wrong in this file, one line a finding; `path` is relative to the root, `text` its content.
    [[nodiscard]] QStringList check(const QString &path, const QString &text) const;
    /// check() over every source file below app, models, views, connectors and resources.
    [[nodiscard]] QStringList checkAll() const;
    [[nodiscard]] qsizetype fileCount() const { return m_sources.size(); }

private:
    [[nodiscard]] QString layerOfInclude(const QString &path, const QString &included) const;

    QString m_root;
    QStringList m_sources;
};

} // namespace qd::test
