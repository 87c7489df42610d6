#pragma once

#include "features/mcp/mcpdesk.h"

#include <QHash>
#include <QObject>

namespace qd {

class ModelDialog;
struct TypedModel;

/// The model that may write answers to sampling: which one it is, and its proposals, which the person sends or mends. GUI
/// thread.
class McpModels final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpModels)

public:
    /// `desk` is borrowed.
    explicit McpModels(McpDesk &desk, QObject *parent = nullptr);

    void wireView();

private:
    void load();
    void edit();
    void save(ModelDialog &dialog, const TypedModel &typed);
    void remove();
    void keep(const ModelEndpointSettings &model, bool hasKey);
    void propose(quint64 id);
    void showModel() const;

    McpDesk &m_desk;
    McpModelDesk m_model;
    Call m_asking;
};

} // namespace qd
